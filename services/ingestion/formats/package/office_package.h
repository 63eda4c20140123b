#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_OFFICE_PACKAGE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_OFFICE_PACKAGE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/package/xml_part.h"
#include "services/ingestion/formats/package/zip_archive.h"

namespace yuheng::ingestion {

// A part another one refers to.
struct PackageRelation {
  std::string id;
  std::string type;  // The last word of its URI: worksheet, styles.
  std::string part;  // Its name in the archive.
};

// Whether the bytes are a zip archive, as Office packages are.
bool LooksLikeZip(absl::string_view bytes);

// An Office document as a zip archive of XML parts that refer to each other:
// workbooks (.xlsx) and Word documents (.docx). Parts outside the archive are
// never looked at.
class OfficePackage {
 public:
  using Relations = std::vector<PackageRelation>;  // As the file has them.

  // `bytes` must outlive the package. DOCUMENT_BINARY for another archive or
  // one whose main part is no XML, such as .xlsb; DOCUMENT_UNREADABLE for a
  // damaged one; DOCUMENT_TOO_LARGE beyond limits.h.
  static absl::StatusOr<std::unique_ptr<OfficePackage>> Open(
      absl::string_view bytes);

  OfficePackage(const OfficePackage&) = delete;
  OfficePackage& operator=(const OfficePackage&) = delete;

  // Where the document begins: xl/workbook.xml, word/document.xml.
  const std::string& main_name() const { return main_name_; }
  // Its root element: workbook, document.
  const pugi::xml_node& root() const { return root_; }

  // Reads a part. Errors as of ZipArchive::Read and ParseXml. One part may
  // stand behind many relations, and counts each time.
  absl::StatusOr<std::unique_ptr<XmlPart>> Parse(const std::string& name);
  // What the part refers to; of the package itself for no name. None when the
  // part has no list of them. DOCUMENT_UNREADABLE when two have the same id, or
  // say each that they are the document, its styles, lists or shared strings:
  // which one a program shows is its own choice.
  absl::StatusOr<Relations> RelationsOf(const std::string& part);

 private:
  explicit OfficePackage(std::unique_ptr<ZipArchive> archive)
      : archive_(std::move(archive)) {}
  absl::Status FindMain();

  const std::unique_ptr<ZipArchive> archive_;
  std::string main_name_;
  std::unique_ptr<XmlPart> main_;
  pugi::xml_node root_;
  uint64_t parsed_bytes_ = 0;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_OFFICE_PACKAGE_H_
