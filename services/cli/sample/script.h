#ifndef YUHENG_SERVICES_CLI_SAMPLE_SCRIPT_H_
#define YUHENG_SERVICES_CLI_SAMPLE_SCRIPT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yuheng::cli {

enum class Measure {
  kAmount,   // 分, rounded to what is printed; negative for a decrease.
  kPercent,  // Hundredths of a percent; negative for a decrease.
  kCount,
  kYear,
  kWords,
  kList,  // Names one after the other.
  kPart,  // A sentence or a paragraph that can be left out.
};

// One thing the words of a document state. Addresses are those of domain.md
// section 3; parts of a sheet that have none there end in #name.
struct Statement {
  std::string address;
  Measure measure = Measure::kAmount;
  int64_t value = 0;
  std::vector<std::string> words;  // One for kWords.
};

// What is stated instead.
struct Edit {
  std::optional<int64_t> value;
  std::optional<std::vector<std::string>> words;
  bool left_out = false;  // kPart only.
};

using Edits = std::map<std::string, Edit>;  // By address.

// Stands between what is true of a bureau and what its words state: writers ask
// it for every figure, it keeps a record and answers with the edit, if there is
// one. Writing the same words twice, first without edits, shows what there is
// to edit.
class Script {
 public:
  explicit Script(Edits edits = {}) : edits_(std::move(edits)) {}

  int64_t Value(Measure measure, const std::string& address, int64_t value) {
    statements_.push_back({address, measure, value, {}});
    const Edit* edit = Find(address);
    return edit != nullptr && edit->value.has_value() ? *edit->value : value;
  }

  std::string Words(const std::string& address, const std::string& words) {
    statements_.push_back({address, Measure::kWords, 0, {words}});
    const Edit* edit = Find(address);
    return edit != nullptr && edit->words.has_value() ? edit->words->front()
                                                      : words;
  }

  std::vector<std::string> List(const std::string& address,
                                const std::vector<std::string>& items) {
    statements_.push_back({address, Measure::kList, 0, items});
    const Edit* edit = Find(address);
    return edit != nullptr && edit->words.has_value() ? *edit->words : items;
  }

  // Whether a part is written.
  bool Has(const std::string& address) {
    statements_.push_back({address, Measure::kPart, 0, {}});
    const Edit* edit = Find(address);
    return edit == nullptr || !edit->left_out;
  }

  // What was stated, edits not applied, in the order of the text.
  const std::vector<Statement>& statements() const { return statements_; }

 private:
  const Edit* Find(const std::string& address) const {
    const auto found = edits_.find(address);
    return found == edits_.end() ? nullptr : &found->second;
  }

  Edits edits_;
  std::vector<Statement> statements_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_SCRIPT_H_
