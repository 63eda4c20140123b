#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_NUMBER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_NUMBER_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// A number of a workbook, in decimal digits throughout. Workbooks hold binary
// fractions and write out 17 digits of them (53.030000000000001 for what
// somebody typed as 53.03); spreadsheets show 15, and so does this.
class SheetNumber {
 public:
  // Absent when it is no number such as 12, -0.5 or 1.25E-3, or one beyond
  // 10^18.
  static std::optional<SheetNumber> Parse(absl::string_view text);

  bool zero() const { return digits_.empty(); }
  bool negative() const { return negative_; }

  // Below 0, 0 or above 0, as this is less than the other, the same or more.
  int Compare(const SheetNumber& other) const;

  // Times 10^places.
  void Shift(int places) {
    if (!zero()) point_ += places;
  }
  // To that many places behind the point, halves away from zero. Whether
  // anything was lost.
  bool Round(int places);

  // Plainly, with at least so many digits in front of the point and behind it.
  std::string Print(int whole_digits_min, int places_min) const;

 private:
  // Keeps that many digits.
  bool Keep(int count);

  bool negative_ = false;
  // 0.digits_ times 10^point_: no zero at either end, none at all for 0.
  std::string digits_;
  int point_ = 0;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_NUMBER_H_
