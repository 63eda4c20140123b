#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_EDITS_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_EDITS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/cli/sample/bureau.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/sample.h"
#include "services/cli/sample/script.h"

namespace yuheng::cli {

// The start of an address: all but its last part.
std::string StemOf(absl::string_view address);

// What one document's texts state, and the edits that have been made to it.
// Keeps references to what it is given.
class TextEdits {
 public:
  TextEdits(const Bureau& bureau, const std::vector<Statement>& statements,
            Random* random);

  const Bureau& bureau() const { return bureau_; }
  Random& random() { return random_; }
  const std::vector<Statement>& statements() const { return statements_; }
  const Edits& edits() const { return edits_; }

  // nullptr when nothing is stated there.
  const Statement* Find(const std::string& address) const;
  // What is stated there, or 0.
  int64_t ValueAt(const std::string& address) const;

  // A random statement that matches one of the patterns, separated by blanks,
  // and passes; nullptr when there is none. In a pattern * stands for anything
  // but : / and #. What was edited before is not picked
  // again.
  using Test = std::function<bool(const Statement&)>;
  const Statement* Pick(absl::string_view patterns, const Test& test);

  // A difference in 分 that no rounding explains where `beside` is stated.
  int64_t Difference(int64_t beside);

  // Each makes an edit and returns the error it is, at the statement's address
  // without what stands behind #.
  PlantedError EditValue(const Statement& statement, int64_t value);
  PlantedError EditWords(const Statement& statement,
                         std::vector<std::string> words);
  PlantedError LeaveOut(const Statement& statement);

  // Edits something more for the same error.
  void AlsoValue(const std::string& address, int64_t value);

 private:
  PlantedError Describe(const Statement& statement, std::string was,
                        std::string now);

  const Bureau& bureau_;
  const std::vector<Statement>& statements_;
  Random& random_;
  std::map<std::string, const Statement*> by_address_;
  std::set<std::string> taken_;
  Edits edits_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_EDITS_H_
