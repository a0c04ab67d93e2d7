// SPDX-License-Identifier: MIT
// A study in the tables of a database, whichever it is.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "search/store/sql_connection.h"
#include "search/store/sql_sessions.h"
#include "search/store/store.h"

namespace wattle::search {

/// Every transaction that changes something begins by raising the study's revision, which locks the
/// study until its end: so they come one after another, whatever the database. Changes that several
/// threads ask for meanwhile share the next one, so that they wait for the disk once.
class SqlStore final : public Store {
 public:
  /// `name` of the study when the database holds several; empty: it holds one.
  SqlStore(std::unique_ptr<SqlConnection> connection, std::string name)
      : connection_(std::move(connection)), name_(std::move(name)) {}

  Result<void> create(const StudyRecord& study) override;
  Result<StudyRecord> load() const override;
  Result<StudyRecord> join(const Joining& joining) override;
  Result<News> news() override;
  Result<void> check_in(const energy::LedgerTotals& ledger, Seconds elapsed) override;
  Result<void> begin_trial(const Trial& trial, const nlohmann::json& strategy_state) override;
  Result<void> restart_trial(const Trial& trial) override;
  Result<void> release_trial(int number) override;
  Result<void> add_step(int number, const Step& step, const energy::LedgerTotals& ledger,
                        Seconds elapsed) override;
  Result<void> end_trial(const Trial& trial, const energy::LedgerTotals& ledger,
                         Seconds elapsed) override;
  Result<void> add_finalist(const Finalist& finalist) override;
  Result<void> set_layers(int trial, const LayerEnergy& layers) override;
  Result<bool> retire() override;
  Result<void> leave(const std::string& because) override;
  Result<void> request_stop() override;
  Result<bool> stop_requested() const override;
  Result<void> set_paused(bool paused) override;
  Result<bool> paused() const override;

 private:
  using Work = std::function<Result<void>()>;

  /// A column of the study's row.
  Result<bool> flag(const char* column) const;

  // All of these require mutex_, and throw what SOCI and nlohmann throw.
  /// Looks for the study's row. kNotFound when there is none.
  Result<void> find_study() const;
  /// One durable transaction: rolled back when `work` fails or throws.
  Result<void> transaction(const Work& work);
  Result<StudyRecord> join_now(const Joining& joining);
  void insert_session(int study, const Session& session);
  void take_over_books(const Joining& joining);
  void write_totals(const energy::LedgerTotals& ledger, Seconds elapsed);
  /// Ends sessions that died; returns those that live, this one aside. Within a transaction.
  std::vector<OpenSession> others_at_work();
  bool somebody_died();
  News read_news();
  /// A trial of this session's is not any more.
  tl::unexpected<Error> lost(int number);

  /// `transaction`, guarded.
  Result<void> guarded_transaction(const Work& work);

  /// A change that waits for its transaction. On failure `work` has changed nothing.
  struct Change;
  /// Takes mutex_.
  Result<void> change(const Work& work);
  void commit(const std::vector<Change*>& changes);

  std::unique_ptr<SqlConnection> connection_;
  const std::string name_;
  std::mutex queue_mutex_;
  std::vector<Change*> queue_;  ///< guarded by queue_mutex_: those that wait
  bool committing_ = false;     ///< guarded by queue_mutex_: one of the callers commits
  mutable std::mutex mutex_;
  mutable int study_ = 0;  ///< guarded by mutex_, like all below; 0: not known yet
  int self_ = 0;           ///< this session; 0: none
  long long seen_ = 0;     ///< the revision up to which all that others did is known
  int others_ = 0;         ///< sessions beside this one that had not ended when it last looked
};

}  // namespace wattle::search
