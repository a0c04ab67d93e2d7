// SPDX-License-Identifier: MIT
// Any bytes as a table. Held against every table that is read: each row has as many cells as the
// heading, lines rise, names are told apart, and every cell is UTF-8.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>
#include <string_view>

#include "energy/text/csv.h"
#include "energy/text/number.h"
#include "energy/text/utf8.h"

namespace {

void demand(bool holds, const char* what) {
  if (holds) return;
  std::cerr << what << "\n";
  std::abort();
}

void check(const wattle::CsvTable& table) {
  demand(!table.heading().empty() && table.rows() > 0, "a table without heading or rows");
  std::set<std::string> names;
  for (const std::string& name : table.heading()) {
    demand(name.empty() || names.insert(name).second, "a name stands twice");
  }
  std::size_t line = 1;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    demand(table.line(row) > line, "lines do not rise");
    line = table.line(row);
    for (std::size_t column = 0; column < table.heading().size(); ++column) {
      const std::string_view cell = table.cell(row, column);
      demand(wattle::end_of_utf8(cell) == cell.size(), "a cell is no UTF-8");
      demand(!wattle::number_of(cell) || !wattle::without_blanks(cell).empty(), "a blank number");
    }
  }
}

}  // namespace

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = wattle::CsvTable::parse({reinterpret_cast<const char*>(data), size});
  if (table) {
    check(*table);
  } else {
    demand(!table.error().empty(), "a refusal without a problem");
  }
  return 0;
}
