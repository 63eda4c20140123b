#ifndef YUHENG_SERVICES_AUDIT_LINE_READER_H_
#define YUHENG_SERVICES_AUDIT_LINE_READER_H_

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

namespace yuheng::audit {

// Takes lines off the front of a text. The first failure sticks: every later
// line is empty, so a reader reads all and asks ok() once.
class LineReader {
 public:
  explicit LineReader(absl::string_view text) : rest_(text) {}

  // The next line without its end; every line must have one.
  absl::string_view Next();
  // What stands on the next line behind `name` and a blank.
  absl::string_view Field(absl::string_view name);
  template <typename Number>
  Number NumberField(absl::string_view name) {
    Number number = 0;
    if (!absl::SimpleAtoi(Field(name), &number)) Fail();
    return number;
  }

  // Records a failure found by the caller.
  void Fail() { ok_ = false; }
  bool ok() const { return ok_; }
  absl::string_view rest() const { return rest_; }

 private:
  absl::string_view rest_;
  bool ok_ = true;
};

}  // namespace yuheng::audit

#endif  // YUHENG_SERVICES_AUDIT_LINE_READER_H_
