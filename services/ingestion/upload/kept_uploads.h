// What came of uploads whose line was cut, so that they go on where it ended.
//
// Nothing here is a submission: the parts of an upload are a file in a folder
// beside the data, known to whoever sent them alone, and gone when the whole
// was handed over, when it is too old, or when a process starts that can't read
// it. They are no part of a backup.
#ifndef YUHENG_SERVICES_INGESTION_UPLOAD_KEPT_UPLOADS_H_
#define YUHENG_SERVICES_INGESTION_UPLOAD_KEPT_UPLOADS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "storage/format/sha256.h"

namespace yuheng::ingestion {

// An upload is kept from this size on, and synced each time so much more came:
// most documents are smaller, and are sent again as a whole.
inline constexpr int64_t kKeptPartSizeBytes = int64_t{1} << 20;

struct KeptUploadLimits {
  int64_t age_seconds_max = 24 * 3600;  // Since its last part.
  // Of one identity, and of all together; everybody is one where nobody is
  // asked who calls.
  int64_t identity_count_max = 16;
  int64_t identity_bytes_max = int64_t{128} << 20;
  int64_t count_max = 1'000;
  int64_t bytes_max = int64_t{4} << 30;
};

// By what an upload is found again: only by who sent it, for the same
// department, under the same id.
struct UploadKey {
  std::string identity;  // Empty where nobody is asked.
  std::string parent;
  std::string request_id;
};

// What was announced of the whole.
struct AnnouncedWhole {
  storage::Sha256Digest sha256{};
  int64_t size_bytes = 0;
};

// Thread-safe.
class KeptUploads {
 public:
  struct Upload;

  // The right to add to an upload; the newest one takes it from the others.
  class Lease {
   public:
    // Adds bytes behind `offset`, which is not behind those that are there, and
    // syncs them. Blocks. RESOURCE_EXHAUSTED beyond the limits: those of the
    // same identity that nobody sends any more go first. ABORTED when another
    // lease took the right.
    absl::Status Append(int64_t offset, absl::string_view bytes);
    // The first bytes, which are there. Blocks.
    absl::StatusOr<std::string> Read(int64_t size_bytes);
    // Forgets the upload. Blocks.
    void Remove();
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

   private:
    friend class KeptUploads;
    Lease(KeptUploads* kept, std::string file_name, std::string identity,
          AnnouncedWhole whole, int64_t number);
    KeptUploads* const kept_;
    const std::string file_name_;
    const std::string identity_;
    const AnnouncedWhole whole_;
    const int64_t number_;
  };

  // Makes the folder, and removes from it what is too old, damaged or unknown.
  static absl::StatusOr<std::unique_ptr<KeptUploads>> Open(
      std::string dir, std::function<int64_t()> now_unix_seconds,
      KeptUploadLimits limits = {});
  KeptUploads(const KeptUploads&) = delete;
  KeptUploads& operator=(const KeptUploads&) = delete;

  // Begins or goes on; never blocks. REQUEST_ID_REUSED when the id is that of
  // other content, UPLOAD_OFFSET when fewer bytes are there than `offset`.
  absl::StatusOr<std::unique_ptr<Lease>> Begin(const UploadKey& key,
                                               const AnnouncedWhole& whole,
                                               int64_t offset);
  // How many bytes are there, synced; 0 for none. REQUEST_ID_REUSED as Begin.
  absl::StatusOr<int64_t> DurableSizeBytes(const UploadKey& key,
                                           const AnnouncedWhole& whole) const;

  int64_t count() const;

 private:
  using Uploads = std::map<std::string, std::shared_ptr<Upload>>;

  KeptUploads(std::string dir, std::function<int64_t()> now_unix_seconds,
              KeptUploadLimits limits);
  absl::Status ReadFolder();
  std::string PathOf(absl::string_view file_name) const;
  // Removes what is too old.
  void Expire() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Makes room for so many bytes more of an upload.
  absl::Status MakeRoom(const Upload& upload, int64_t size_bytes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Uploads::iterator RemoveFile(Uploads::iterator upload)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::string dir_;
  const std::function<int64_t()> now_unix_seconds_;
  const KeptUploadLimits limits_;
  mutable absl::Mutex mu_;
  Uploads uploads_ ABSL_GUARDED_BY(mu_);  // By file name.
  int64_t last_lease_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_UPLOAD_KEPT_UPLOADS_H_
