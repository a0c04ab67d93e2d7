// SPDX-License-Identifier: MIT
#include "trainer/training/specification.h"

#include <string_view>

#include "trainer/field_reader.h"

namespace wattle::trainer {
namespace {

constexpr double kLargestReal = 1e12;
constexpr double kLargestCount = 1e9;
constexpr double kExponentialGamma = 0.95;
const Range kFraction{0.0, 1.0, false, true};
const Range kPositive{0.0, kLargestReal, true, false};
const Range kNotNegative{0.0, kLargestReal};
const Range kCount{1.0, kLargestCount};

const std::vector<std::string>& optimizer_names() {
  static const std::vector<std::string> names = {"sgd",     "adam",    "adamw",
                                                 "rmsprop", "adagrad", "lbfgs"};
  return names;
}

const std::vector<std::string>& schedule_names() {
  static const std::vector<std::string> names = {"constant", "step", "cosine", "one_cycle",
                                                 "exponential"};
  return names;
}

const std::vector<std::string>& precision_names() {
  static const std::vector<std::string> names = {"float32", "bfloat16"};
  return names;
}

const std::vector<std::string>& evaluation_names() {
  static const std::vector<std::string> names = {"evaluation_mode", "training_mode"};
  return names;
}

/// The names are in the order of the enumerators.
template <class Enumeration>
Enumeration from_name(const std::vector<std::string>& names, const std::string& name) {
  std::size_t index = 0;
  while (names[index] != name) {
    ++index;
  }
  return static_cast<Enumeration>(index);
}

Result<Schedule> parse_schedule(const nlohmann::json& value) {
  const nlohmann::json object = value.is_string() ? nlohmann::json{{"kind", value}} : value;
  Schedule schedule;
  FieldReader reader(object, "training.schedule");
  schedule.kind = from_name<ScheduleKind>(schedule_names(),
                                          reader.choice("kind", "constant", schedule_names()));
  schedule.every = reader.integer("every", schedule.every, kCount);
  const double gamma =
      schedule.kind == ScheduleKind::kExponential ? kExponentialGamma : schedule.gamma;
  schedule.gamma = reader.real("gamma", gamma, {0.0, 1.0, true, false});
  schedule.final_factor = reader.real("final_factor", schedule.final_factor, {0.0, 1.0});
  schedule.rise_fraction =
      reader.real("rise_fraction", schedule.rise_fraction, {0.0, 1.0, true, true});
  schedule.start_divisor =
      reader.real("start_divisor", schedule.start_divisor, {1.0, kLargestReal});
  schedule.final_divisor =
      reader.real("final_divisor", schedule.final_divisor, {1.0, kLargestReal});
  if (auto fault = reader.fault()) {
    return tl::unexpected(*fault);
  }
  return schedule;
}

Result<EarlyStop> parse_early_stop(const nlohmann::json& value) {
  EarlyStop stop;
  FieldReader reader(value, "training.early_stop");
  stop.patience = reader.integer("patience", stop.patience, {0.0, kLargestCount});
  stop.metric = reader.choice("metric", stop.metric, {"val_loss", "val_accuracy"});
  stop.least_change = reader.real("least_change", stop.least_change, kNotNegative);
  stop.restore_best = reader.boolean("restore_best", stop.restore_best);
  if (auto fault = reader.fault()) {
    return tl::unexpected(*fault);
  }
  return stop;
}

/// The optimiser and its members.
void read_optimizer(FieldReader& reader, TrainingSpecification& s) {
  s.optimizer = from_name<Optimizer>(
      optimizer_names(),
      reader.choice("optimizer", optimizer_name(s.optimizer), optimizer_names()));
  s.learning_rate = reader.real("learning_rate", s.learning_rate, kPositive);
  s.momentum = reader.real("momentum", s.momentum, kFraction);
  s.nesterov = reader.boolean("nesterov", s.nesterov);
  s.beta1 = reader.real("beta1", s.beta1, kFraction);
  s.beta2 = reader.real("beta2", s.beta2, kFraction);
  s.epsilon = reader.real("epsilon", s.epsilon, kPositive);
  s.iterations = reader.integer("iterations", s.iterations, kCount);
  s.history = reader.integer("history", s.history, kCount);
  s.weight_decay = reader.real("weight_decay", s.weight_decay, kNotNegative);
  s.clip_norm = reader.real("clip_norm", s.clip_norm, kNotNegative);
}

bool is_device(const std::string& text) {
  constexpr std::string_view kNumbered = "cuda:";
  const bool numbered = text.starts_with(kNumbered) && text.size() == kNumbered.size() + 1 &&
                        text.back() >= '0' && text.back() <= '9';
  return numbered || text == "auto" || text == "cpu" || text == "cuda";
}

void check_meaning(const TrainingSpecification& specification, FieldReader& reader) {
  if (specification.nesterov && specification.optimizer == Optimizer::kSgd &&
      specification.momentum <= 0.0) {
    reader.reject("nesterov", "needs a momentum above 0");
  }
  if (specification.warmup_epochs > static_cast<double>(specification.epochs)) {
    reader.reject("warmup_epochs",
                  "is more than the " + std::to_string(specification.epochs) + " epochs there are");
  }
  if (specification.warmup_epochs > 0.0 && specification.schedule.kind == ScheduleKind::kOneCycle) {
    reader.reject("warmup_epochs", "must be 0 with schedule one_cycle, which has its own rise");
  }
  if (!is_device(specification.device)) {
    reader.reject("device", "\"" + specification.device + "\" is none of auto, cpu, cuda, cuda:0");
  }
}

}  // namespace

std::string optimizer_name(Optimizer optimizer) {
  return optimizer_names()[static_cast<std::size_t>(optimizer)];
}

std::string precision_name(Precision precision) {
  return precision_names()[static_cast<std::size_t>(precision)];
}

std::string evaluation_name(EvaluationMode mode) {
  return evaluation_names()[static_cast<std::size_t>(mode)];
}

std::string schedule_name(ScheduleKind kind) {
  return schedule_names()[static_cast<std::size_t>(kind)];
}

Result<TrainingSpecification> parse_training(const nlohmann::json& training) {
  TrainingSpecification s;
  FieldReader reader(training, "training");
  read_optimizer(reader, s);
  s.batch_size = reader.integer("batch_size", s.batch_size, kCount);
  s.epochs = reader.integer("epochs", s.epochs, kCount);
  s.warmup_epochs = reader.real("warmup_epochs", s.warmup_epochs, kNotNegative);
  s.label_smoothing = reader.real("label_smoothing", s.label_smoothing, kFraction);
  s.shuffle = reader.boolean("shuffle", s.shuffle);
  s.evaluation = from_name<EvaluationMode>(
      evaluation_names(),
      reader.choice("evaluation", evaluation_name(s.evaluation), evaluation_names()));
  s.precision = from_name<Precision>(
      precision_names(),
      reader.choice("precision", precision_name(s.precision), precision_names()));
  s.device = reader.text("device", s.device);
  s.task_weights = reader.reals("task_weights", s.task_weights, kPositive);
  s.start_from = reader.text("start_from", s.start_from);
  const auto schedule = parse_schedule(reader.member("schedule"));
  const auto early_stop = parse_early_stop(reader.member("early_stop"));
  s.schedule = schedule.value_or(s.schedule);
  s.early_stop = early_stop.value_or(s.early_stop);
  check_meaning(s, reader);
  if (auto fault = reader.fault()) {
    return tl::unexpected(*fault);
  }
  if (!schedule) {
    return tl::unexpected(schedule.error());
  }
  if (!early_stop) {
    return tl::unexpected(early_stop.error());
  }
  return s;
}

nlohmann::json default_training() {
  const TrainingSpecification s;
  return {{"optimizer", optimizer_name(s.optimizer)},
          {"learning_rate", s.learning_rate},
          {"momentum", s.momentum},
          {"nesterov", s.nesterov},
          {"beta1", s.beta1},
          {"beta2", s.beta2},
          {"epsilon", s.epsilon},
          {"iterations", s.iterations},
          {"history", s.history},
          {"weight_decay", s.weight_decay},
          {"batch_size", s.batch_size},
          {"epochs", s.epochs},
          {"schedule", {{"kind", schedule_name(s.schedule.kind)}}},
          {"warmup_epochs", s.warmup_epochs},
          {"label_smoothing", s.label_smoothing},
          {"clip_norm", s.clip_norm},
          {"shuffle", s.shuffle},
          {"evaluation", evaluation_name(s.evaluation)},
          {"precision", precision_name(s.precision)},
          {"device", s.device},
          {"early_stop",
           {{"patience", s.early_stop.patience},
            {"metric", s.early_stop.metric},
            {"least_change", s.early_stop.least_change},
            {"restore_best", s.early_stop.restore_best}}}};
}

}  // namespace wattle::trainer
