#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_ZIP_ARCHIVE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_ZIP_ARCHIVE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct zip;

namespace yuheng::ingestion {

// The entries of a zip archive in memory, within limits.h. The only reader
// with libzip.
class ZipArchive {
 public:
  // `bytes` must outlive the archive. Nothing is inflated yet.
  // DOCUMENT_TOO_LARGE when what the archive declares is beyond a limit,
  // DOCUMENT_UNREADABLE when it is damaged.
  static absl::StatusOr<std::unique_ptr<ZipArchive>> Open(
      absl::string_view bytes);
  ~ZipArchive();

  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  // The names of its entries, folders among them, in UTF-8.
  std::vector<std::string> Names() const;
  // Whether it has an entry of that name, in any case.
  bool Has(const std::string& name) const;
  // Its bytes. DOCUMENT_UNREADABLE when it is missing, damaged or other than
  // declared; DOCUMENT_BINARY when it is in secret; DOCUMENT_TOO_LARGE beyond
  // kXmlBytesMax.
  absl::StatusOr<std::string> Read(const std::string& name) const;
  // The same; `watch` sees the pieces as they are inflated, and what it does
  // not let pass ends the reading with its status.
  using Watch = absl::FunctionRef<absl::Status(absl::string_view piece)>;
  absl::StatusOr<std::string> Read(const std::string& name, Watch watch) const;
  // The same of the entry with that index and name in Names().
  absl::StatusOr<std::string> ReadAt(size_t index,
                                     const std::string& name) const;

 private:
  explicit ZipArchive(zip* archive) : archive_(archive) {}
  absl::Status CheckDeclared() const;
  absl::StatusOr<std::string> ReadEntry(int64_t index, const std::string& name,
                                        Watch watch) const;

  zip* const archive_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_ZIP_ARCHIVE_H_
