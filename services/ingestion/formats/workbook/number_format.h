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
};

// How a workbook's cell shows its number: what is published is what is shown.
// Of the format codes of spreadsheets this knows places, zeros in front,
// percent, thousands left out, sections for what is negative and zero, and
// dates; other numbers are shown with all their digits. Thousands separators
// and words beside the number are left away.
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
    enum class Kind { kGeneral, kPlaces, kDate, kWords };
    Kind kind = Kind::kGeneral;
    int whole_digits = 0;  // With zeros in front.
    int places_min = 0;
    int places_max = 0;
    int shift = 0;  // 2 for percent, -3 for each thousand left out.
    bool percent = false;
    std::string words;  // kWords: what is shown instead of the number.
  };
  static Section Read(absl::string_view code);

  std::vector<Section> sections_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_NUMBER_FORMAT_H_
