#ifndef YUHENG_SERVICES_BUDGET_MESSAGES_H_
#define YUHENG_SERVICES_BUDGET_MESSAGES_H_

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::budget {

// A text for people in both languages.
struct Text {
  std::string zh;
  std::string en;

  friend bool operator==(const Text&, const Text&) = default;
};

// A value put into a message: the {name} of the template and what stands for
// it. The Text form gives each language its own.
struct MessageArgument {
  MessageArgument(absl::string_view name, absl::string_view value)
      : name(name), value{std::string(value), std::string(value)} {}
  MessageArgument(absl::string_view name, Text value)
      : name(name), value(std::move(value)) {}

  absl::string_view name;
  Text value;
};

// The message `id` (such as reader.row_incomplete) of the catalogue in
// services/budget/messages/*.textproto with its {placeholders} filled in.
// `id` and every argument must exist there; a missing one ends the program,
// and a test walks the catalogue.
Text Message(absl::string_view id,
             std::initializer_list<MessageArgument> arguments = {});

// All ids, ascending.
std::vector<std::string> MessageIds();

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_MESSAGES_H_
