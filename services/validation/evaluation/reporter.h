#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_REPORTER_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_REPORTER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "services/budget/messages.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// Findings one rule reports about one document at most; what is beyond is
// counted in one last note.
inline constexpr size_t kFindingsPerRuleMax = 1000;
// Places of one finding at most.
inline constexpr size_t kPlacesPerFindingMax = 40;
// Bytes of a finding's message in one language, and of the address of a place,
// at most; what is beyond is cut off. Texts of a document have no limit of
// their own, and a finding may repeat them.
inline constexpr size_t kFindingMessageBytesMax = 4096;
inline constexpr size_t kPlaceAddressBytesMax = 1024;

// What a catalogue says of a rule that its findings repeat.
struct RuleHead {
  std::string id;
  Severity severity = Severity::kError;
  budget::Text title;
  // kExact: what rounding would explain, or only just not, is a failure.
  Discipline discipline = Discipline::kIntervals;
};

// Takes the findings of one document, rule by rule, counts them and hands them
// on.
class Reporter {
 public:
  // `cancelled`, when given, is asked whether the rest is still wanted; it must
  // be cheap. Both outlive the reporter.
  explicit Reporter(const std::function<bool(Finding)>& sink,
                    const std::function<bool()>* cancelled = nullptr)
      : sink_(sink), ask_(cancelled) {}
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

  // Later findings are this rule's; it must outlive them.
  void StartRule(const RuleHead& rule);
  // Tells about findings that were left out, if any.
  void EndRule();

  // The rule of the moment.
  const RuleHead& rule() const { return *rule_; }
  // The rest is not wanted, or the rule has reported enough: stop looking.
  // Loops over a document ask for every row.
  bool stopped() const { return left_out_ > 0 || cancelled(); }
  // The sink or whoever asked for the check wants no more.
  bool cancelled() const {
    if (!cancelled_ && ask_ != nullptr && (*ask_)()) cancelled_ = true;
    return cancelled_;
  }

  // A failure with the rule's severity: kInconsistent, or kInfo when the rule
  // is only a note.
  void Fail(std::vector<Place> places, budget::Text message);
  // For information, whatever the rule's severity.
  void Note(std::vector<Place> places, budget::Text message);
  // An input is missing.
  void Insufficient(std::vector<Place> places, budget::Text message);
  // `finding` complete but for its rule and its id.
  void Report(Finding finding);
  // The same of figures that have a discipline of their own.
  void Report(Finding finding, Discipline discipline);

  const VerdictSummary& summary() const { return summary_; }

 private:
  // Sets the id, before the policy puts words around the message and before
  // anything is cut off.
  void Identify(Finding* finding) const;
  void Send(Finding finding);

  const std::function<bool(Finding)>& sink_;
  const std::function<bool()>* const ask_;
  const RuleHead* rule_ = nullptr;
  size_t reported_ = 0;  // Of the rule of the moment.
  size_t left_out_ = 0;
  mutable bool cancelled_ = false;
  VerdictSummary summary_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_REPORTER_H_
