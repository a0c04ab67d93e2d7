// SPDX-License-Identifier: MIT
// Everything that a program needs to search: `find_package(wattle COMPONENTS search)`, then link
// `wattle::search` and include this. It needs nlohmann-json and tl::expected and nothing else.
// docs/library.md shows the ways in: `minimise`, `run_study`, `AskTell`.
#pragma once

#include "energy/energy.h"
#include "search/objective/callable_objective.h"
#include "search/objective/make_objective.h"
#include "search/objective/objective.h"
#include "search/pruning/pruner.h"
#include "search/report/report.h"
#include "search/scenario/scenario.h"
#include "search/space/search_space.h"
#include "search/store/store.h"
#include "search/store/trial_cache.h"
#include "search/strategy/strategy.h"
#include "search/study/ask_tell.h"
#include "search/study/build_study.h"
#include "search/study/log_observer.h"
#include "search/study/minimise.h"
#include "search/study/study.h"
#include "search/study/warm_start.h"
#include "search/table/recorded_runs.h"
