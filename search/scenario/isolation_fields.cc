// SPDX-License-Identifier: MIT
// Trainings in processes of their own: members of an `objective` of kind `train`.
#include "search/scenario/fields.h"

namespace wattle::search {

Field isolate_field() {
  return boolean("isolate").by_default(false).means(
      "Train in worker processes, as many as there are jobs. A crash, a hang or running out of "
      "memory then costs one trial and not the study; the numbers are the same. "
      "[Isolation](isolation.md) tells more.");
}

Field isolation_field() {
  return section("isolation",
                 {.title = "objective.isolation",
                  .meaning = "When a worker process is given up. Only with `\"isolate\": true`.",
                  .fields = {number("silence_seconds")
                                 .above(0)
                                 .by_default(300)
                                 .means("How long it may go without a sign of life: it gives one "
                                        "at each batch and epoch.")}})
      .means("When a worker process is given up.");
}

}  // namespace wattle::search
