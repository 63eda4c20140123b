#ifndef YUHENG_TESTS_E2E_COMMAND_LINE_H_
#define YUHENG_TESTS_E2E_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "google/protobuf/struct.pb.h"
#include "tests/support/command.h"

namespace yuheng::testing {

// Runs the shipped `yuheng`, in English and without colours. `endpoint` as in
// YUHENG_ENDPOINT.
CommandResult Yuheng(std::vector<std::string> arguments,
                     const std::string& endpoint = "");

// One JSON object a line; the test fails at a line that is none.
std::vector<google::protobuf::Struct> JsonLines(const std::string& text);

// A field of an object; empty when it is not there or no text.
std::string Text(const google::protobuf::Struct& object,
                 const std::string& key);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_E2E_COMMAND_LINE_H_
