#ifndef YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_SUBJECTS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_SUBJECTS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// What is being spoken of, and what has been said about it.
struct Subject {
  // Several where each of them has the figures that follow (均为0万元). Two
  // that share one figure are one name: unit+carry_nonfiscal.
  std::vector<std::string> names;
  // Whether figures still belong to it.
  bool open = true;
  bool amount_taken = false;
  bool count_taken = false;
  bool area_taken = false;
  bool delta_taken = false;
  // A statement said that there is none of it.
  bool nil = false;
  enum class Last : uint8_t { kNothing, kAmount, kDelta, kRate };
  Last last = Last::kNothing;
  int sign = 1;  // Of the last change.

  // Whether a share, a change or its rate was the last thing said.
  bool compared() const { return last == Last::kDelta || last == Last::kRate; }
  bool takes_figures() const { return open && !names.front().empty(); }
};

// Keeps track of which subject the next figure of a text belongs to: the label
// before it, several labels at once, those of 分别 one after the other, or the
// one before brackets.
class SubjectTracker {
 public:
  // How a label hangs together with the one before it.
  enum class Joint : uint8_t {
    kNone,
    kList,   // 、 or 和: the next figure may be of both.
    kLoose,  // Commas, brackets or nothing: the last label counts.
  };

  // What the text between two labels makes of them.
  static Joint JointOf(absl::string_view between);

  explicit SubjectTracker(std::string first) {
    current_.names.push_back(std::move(first));
  }

  Subject& current() { return current_; }
  const Subject& current() const { return current_; }
  // Labels of this sentence that have had no figure yet.
  const std::vector<std::string>& pending() const { return pending_; }
  // Those of them that are listed at the end.
  const std::vector<std::string>& listed() const { return listed_; }
  // Whether subjects of 分别 wait for their figure.
  bool waiting() const { return !queue_.empty(); }

  void Name(const std::string& subject, Joint joint);
  // There is none of it: only a change may follow.
  void NameNil(const std::string& subject);
  // 均, 各: each listed label has the next figures.
  void Each() { each_has_it_ = listed_.size() >= 2; }
  // 分别 with that many figures behind it; nothing is certain where the
  // subjects are not as many.
  void ShareOut(size_t figures);
  // Before a figure is read. What is 0 together is 0 each.
  void Take(bool zero);
  // The current subject had its amount.
  void AddSpoken();

  void OpenBracket();
  // True when the subject before the bracket goes on instead of another, with
  // the labels that waited for a figure there.
  bool CloseBracket();
  void DropPending();
  void EndSentence();
  void EndParagraph() { outer_.clear(); }

 private:
  void Open(std::vector<std::string> names);

  struct Outer {
    Subject subject;
    std::vector<std::string> pending;
    std::vector<std::string> listed;
  };

  Subject current_;
  std::vector<Outer> outer_;
  std::vector<std::string> pending_;
  std::vector<std::string> listed_;
  bool each_has_it_ = false;
  std::deque<std::string> queue_;
  // The last list of 分别, and the subjects of this sentence with an amount.
  std::vector<std::string> shared_;
  std::vector<std::string> spoken_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_SUBJECTS_H_
