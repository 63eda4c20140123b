#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_NUMBER_FORMAT_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_NUMBER_FORMAT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/workbook/sheet_number.h"

namespace yuheng::ingestion {

// A number as a cell shows it.
struct ShownNumber {
  std::string text;
  // The cell holds more digits than it shows.
  bool rounded = false;
  // What it shows is not known: the text is the number with a question mark.
  bool unknown = false;
};

// How a workbook's cell shows its number: what is published is what is shown.
// Of the format codes of spreadsheets this knows places, zeros in front,
// percent, thousands left out, a point that is put between digits (0!.0, makes
// 万元 of 元), sections for what is negative, zero or meets a condition, and
// dates; fractions and powers of ten are shown with all their digits. Thousands
// separators and words beside the number are left away; a number that is made
// smaller and says its unit itself, or has other signs between its digits, is
// unknown.
class NumberFormat {
 public:
  NumberFormat() = default;  // General.
  explicit NumberFormat(absl::string_view code);
  // Of a number that needs no code in the file; General for others.
  static NumberFormat BuiltIn(int id);

  // What a cell with this number shows. `epoch_1904`: days are counted from
  // 1904 on.
  ShownNumber Show(const SheetNumber& number, bool epoch_1904) const;

 private:
  struct Section {
    enum class Kind { kGeneral, kPlaces, kDate, kWords, kUnknown };
    Kind kind = Kind::kGeneral;
    int whole_digits = 0;  // With zeros in front.
    int places_min = 0;
    int places_max = 0;
    // 2 for percent, -3 for each thousand left out, -1 for each digit behind a
    // point that is put between digits.
    int shift = 0;
    bool percent = false;
    std::string words;  // kWords: what is shown instead of the number.
    // [>=10000]: the sign of comparison and the number; empty without.
    std::string comparison;
    SheetNumber bound;
  };
  static Section Read(absl::string_view code);
  static void ReadPlaces(absl::string_view bare, Section* section);
  // The one that shows the number; null when none is known to.
  const Section* SectionFor(const SheetNumber& number) const;

  std::vector<Section> sections_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_NUMBER_FORMAT_H_
