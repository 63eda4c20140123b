#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_FIELDS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_FIELDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// The fields that are open where a Word document is read: an instruction, which
// nobody sees, and its result. The result of a table of contents is left out.
class WordFields {
 public:
  // What a w:fldChar says: begin, separate, end.
  void Mark(absl::string_view type);
  void AddInstruction(absl::string_view text);
  // An instruction ends with its paragraph, as what lacks its end is no field.
  void EndParagraph();

  // Whether what stands here is shown.
  bool shown() const { return instructions_ == 0 && contents_ == 0; }

 private:
  struct Field {
    std::string instruction;
    bool in_result = false;
    bool contents = false;
  };
  void Close();

  std::vector<Field> open_;
  size_t instructions_ = 0;  // Open fields that are not in their result.
  size_t contents_ = 0;      // Open tables of contents.
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_FIELDS_H_
