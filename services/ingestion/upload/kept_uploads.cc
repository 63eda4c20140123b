#include "services/ingestion/upload/kept_uploads.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"
#include "storage/format/coding.h"

namespace yuheng::ingestion {
namespace {

// A file is this header and the bytes behind it: the mark with its version, the
// SHA-256 of the whole, its size, and the SHA-256 of the identity.
constexpr absl::string_view kMark = "YHUP1";
constexpr size_t kDigestSize = 32;
constexpr size_t kHeaderSize = 5 + kDigestSize + 8 + kDigestSize;

absl::Status Failed(absl::string_view what, const std::string& path) {
  return absl::InternalError(
      absl::StrCat(what, " ", path, ": ", std::strerror(errno)));
}

void AppendDigest(const storage::Sha256Digest& digest, std::string* out) {
  out->append(reinterpret_cast<const char*>(digest.data()), digest.size());
}

storage::Sha256Digest DigestAt(absl::string_view bytes, size_t at) {
  storage::Sha256Digest digest;
  std::memcpy(digest.data(), bytes.data() + at, digest.size());
  return digest;
}

absl::Status WriteAll(int file, absl::string_view bytes, int64_t offset,
                      const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(file, bytes.data(), bytes.size(), offset);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Failed("can't write", path);
    bytes.remove_prefix(static_cast<size_t>(count));
    offset += count;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadAll(int file, int64_t offset, size_t size,
                                    const std::string& path) {
  std::string bytes(size, '\0');
  for (size_t at = 0; at < size;) {
    const ssize_t count = pread(file, bytes.data() + at, size - at,
                                offset + static_cast<int64_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Failed("can't read", path);
    at += static_cast<size_t>(count);
  }
  return bytes;
}

absl::Status SyncFolder(const std::string& dir) {
  const int folder = open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return Failed("can't open", dir);
  const absl::Cleanup close_it = [folder] { close(folder); };
  return fsync(folder) == 0 ? absl::OkStatus() : Failed("can't sync", dir);
}

std::string FileNameOf(const UploadKey& key) {
  const absl::string_view zero("\0", 1);
  return storage::ToHex(storage::Sha256(
      absl::StrCat(key.identity, zero, key.parent, zero, key.request_id)));
}

absl::Status IdReused() {
  return rpc::MakeError(rpc::Reason::kRequestIdReused);
}

}  // namespace

struct KeptUploads::Upload {
  AnnouncedWhole whole;
  storage::Sha256Digest identity{};
  // Of the map's mutex: what is synced, and what is or will be on disk.
  int64_t durable_size_bytes = 0;
  int64_t size_bytes = 0;
  int64_t part_unix_seconds = 0;
  int64_t holder = 0;  // The newest lease;
  bool held = false;   // whether it is still there.
  // Held for every use of the file; taken before the map's.
  absl::Mutex file_mu;
};

KeptUploads::Lease::Lease(KeptUploads* kept, std::string file_name,
                          std::string identity, AnnouncedWhole whole,
                          int64_t number)
    : kept_(kept),
      file_name_(std::move(file_name)),
      identity_(std::move(identity)),
      whole_(whole),
      number_(number) {}

KeptUploads::Lease::~Lease() {
  absl::MutexLock lock(&kept_->mu_);
  const auto found = kept_->uploads_.find(file_name_);
  if (found != kept_->uploads_.end() && found->second->holder == number_) {
    found->second->held = false;
  }
}

absl::Status KeptUploads::Lease::Append(int64_t offset,
                                        absl::string_view bytes) {
  const int64_t end = offset + static_cast<int64_t>(bytes.size());
  std::shared_ptr<Upload> upload;
  {
    absl::MutexLock lock(&kept_->mu_);
    kept_->Expire();
    const auto found = kept_->uploads_.find(file_name_);
    if (found != kept_->uploads_.end()) {
      upload = found->second;
    } else {
      upload = std::make_shared<Upload>();
      upload->whole = whole_;
      upload->identity = storage::Sha256(identity_);
    }
    if (upload->holder > number_) {
      return absl::AbortedError("another call goes on with this upload");
    }
    if (offset > upload->durable_size_bytes || end > whole_.size_bytes) {
      return absl::FailedPreconditionError("a gap in an upload");
    }
    const absl::Status room = kept_->MakeRoom(
        *upload, std::max(end - upload->size_bytes, int64_t{0}));
    if (!room.ok()) return room;
    upload->holder = number_;
    upload->held = true;
    upload->size_bytes = std::max(upload->size_bytes, end);
    kept_->uploads_[file_name_] = upload;
  }
  absl::MutexLock file_lock(&upload->file_mu);
  const std::string path = kept_->PathOf(file_name_);
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return Failed("can't open", path);
  const absl::Cleanup close_it = [file] { close(file); };
  absl::Status written;
  if (offset == 0) {
    std::string header(kMark);
    AppendDigest(whole_.sha256, &header);
    storage::AppendBigEndian64(header,
                               static_cast<uint64_t>(whole_.size_bytes));
    AppendDigest(upload->identity, &header);
    written = WriteAll(file, header, 0, path);
  }
  written.Update(
      WriteAll(file, bytes, static_cast<int64_t>(kHeaderSize) + offset, path));
  if (written.ok() && fdatasync(file) != 0)
    written = Failed("can't sync", path);
  if (written.ok() && offset == 0) written = SyncFolder(kept_->dir_);
  if (!written.ok()) return written;
  absl::MutexLock lock(&kept_->mu_);
  upload->durable_size_bytes = std::max(upload->durable_size_bytes, end);
  upload->part_unix_seconds = kept_->now_unix_seconds_();
  return absl::OkStatus();
}

absl::StatusOr<std::string> KeptUploads::Lease::Read(int64_t size_bytes) {
  std::shared_ptr<Upload> upload;
  {
    absl::MutexLock lock(&kept_->mu_);
    const auto found = kept_->uploads_.find(file_name_);
    if (found == kept_->uploads_.end() ||
        found->second->durable_size_bytes < size_bytes) {
      return rpc::MakeError(rpc::Reason::kUploadOffset);
    }
    upload = found->second;
  }
  absl::MutexLock file_lock(&upload->file_mu);
  const std::string path = kept_->PathOf(file_name_);
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Failed("can't open", path);
  const absl::Cleanup close_it = [file] { close(file); };
  return ReadAll(file, kHeaderSize, static_cast<size_t>(size_bytes), path);
}

void KeptUploads::Lease::Remove() {
  absl::MutexLock lock(&kept_->mu_);
  const auto found = kept_->uploads_.find(file_name_);
  if (found != kept_->uploads_.end() && found->second->holder <= number_) {
    kept_->RemoveFile(found);
  }
}

KeptUploads::KeptUploads(std::string dir,
                         std::function<int64_t()> now_unix_seconds,
                         KeptUploadLimits limits)
    : dir_(std::move(dir)),
      now_unix_seconds_(std::move(now_unix_seconds)),
      limits_(limits) {}

absl::StatusOr<std::unique_ptr<KeptUploads>> KeptUploads::Open(
    std::string dir, std::function<int64_t()> now_unix_seconds,
    KeptUploadLimits limits) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) {
    return absl::InternalError(
        absl::StrCat("can't make ", dir, ": ", error.message()));
  }
  std::unique_ptr<KeptUploads> kept(
      new KeptUploads(std::move(dir), std::move(now_unix_seconds), limits));
  const absl::Status read = kept->ReadFolder();
  if (!read.ok()) return read;
  return kept;
}

absl::Status KeptUploads::ReadFolder() {
  absl::MutexLock lock(&mu_);
  std::error_code error;
  std::filesystem::directory_iterator entry(dir_, error);
  for (; !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    // Nothing else is ever removed.
    if (!storage::DigestFromHex(name).ok()) continue;
    auto upload = std::make_shared<Upload>();
    const int file = open(PathOf(name).c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (file < 0 || fstat(file, &info) != 0) {
      if (file >= 0) close(file);
      return Failed("can't open", PathOf(name));
    }
    const auto header = ReadAll(file, 0, kHeaderSize, PathOf(name));
    close(file);
    if (header.ok() && absl::StartsWith(*header, kMark)) {
      upload->whole.sha256 = DigestAt(*header, kMark.size());
      upload->whole.size_bytes = static_cast<int64_t>(
          storage::Reader(
              absl::string_view(*header).substr(kMark.size() + kDigestSize))
              .ReadBigEndian64());
      upload->identity = DigestAt(*header, kMark.size() + kDigestSize + 8);
      upload->size_bytes = info.st_size - static_cast<int64_t>(kHeaderSize);
      // What a crash left behind the last sync may be anything: the SHA-256 of
      // the whole tells.
      upload->durable_size_bytes = upload->size_bytes;
      upload->part_unix_seconds = info.st_mtime;
    }
    const auto added = uploads_.emplace(name, std::move(upload)).first;
    if (added->second->size_bytes <= 0 ||
        added->second->size_bytes > added->second->whole.size_bytes) {
      RemoveFile(added);
    }
  }
  if (error) {
    return absl::InternalError(
        absl::StrCat("can't list ", dir_, ": ", error.message()));
  }
  Expire();
  return absl::OkStatus();
}

std::string KeptUploads::PathOf(absl::string_view file_name) const {
  return absl::StrCat(dir_, "/", file_name);
}

KeptUploads::Uploads::iterator KeptUploads::RemoveFile(
    Uploads::iterator upload) {
  unlink(PathOf(upload->first).c_str());
  return uploads_.erase(upload);
}

void KeptUploads::Expire() {
  const int64_t oldest = now_unix_seconds_() - limits_.age_seconds_max;
  for (auto it = uploads_.begin(); it != uploads_.end();) {
    const Upload& upload = *it->second;
    it = !upload.held && upload.part_unix_seconds < oldest ? RemoveFile(it)
                                                           : std::next(it);
  }
}

absl::Status KeptUploads::MakeRoom(const Upload& upload, int64_t size_bytes) {
  while (true) {
    int64_t count = upload.size_bytes == 0 ? 1 : 0;
    int64_t bytes = size_bytes;
    int64_t own_count = count;
    int64_t own_bytes = bytes;
    auto oldest = uploads_.end();
    for (auto it = uploads_.begin(); it != uploads_.end(); ++it) {
      const Upload& other = *it->second;
      ++count;
      bytes += other.size_bytes;
      if (other.identity != upload.identity) continue;
      ++own_count;
      own_bytes += other.size_bytes;
      if (!other.held && &other != &upload &&
          (oldest == uploads_.end() ||
           other.part_unix_seconds < oldest->second->part_unix_seconds)) {
        oldest = it;
      }
    }
    if (count <= limits_.count_max && bytes <= limits_.bytes_max &&
        own_count <= limits_.identity_count_max &&
        own_bytes <= limits_.identity_bytes_max) {
      return absl::OkStatus();
    }
    if (oldest == uploads_.end()) {
      return absl::ResourceExhaustedError("too much is kept of uploads");
    }
    RemoveFile(oldest);
  }
}

absl::StatusOr<std::unique_ptr<KeptUploads::Lease>> KeptUploads::Begin(
    const UploadKey& key, const AnnouncedWhole& whole, int64_t offset) {
  std::string file_name = FileNameOf(key);
  absl::MutexLock lock(&mu_);
  const auto found = uploads_.find(file_name);
  const int64_t durable =
      found == uploads_.end() ? 0 : found->second->durable_size_bytes;
  if (found != uploads_.end() &&
      (found->second->whole.sha256 != whole.sha256 ||
       found->second->whole.size_bytes != whole.size_bytes)) {
    return IdReused();
  }
  if (offset > durable) {
    return rpc::MakeError(rpc::Reason::kUploadOffset, "", "",
                          {{"durable_size_bytes", absl::StrCat(durable)}});
  }
  const int64_t number = ++last_lease_;
  if (found != uploads_.end()) {
    found->second->holder = number;
    found->second->held = true;
  }
  return std::unique_ptr<Lease>(
      new Lease(this, std::move(file_name), key.identity, whole, number));
}

absl::StatusOr<int64_t> KeptUploads::DurableSizeBytes(
    const UploadKey& key, const AnnouncedWhole& whole) const {
  absl::MutexLock lock(&mu_);
  const auto found = uploads_.find(FileNameOf(key));
  if (found == uploads_.end()) return 0;
  if (found->second->whole.sha256 != whole.sha256 ||
      found->second->whole.size_bytes != whole.size_bytes) {
    return IdReused();
  }
  return found->second->durable_size_bytes;
}

int64_t KeptUploads::count() const {
  absl::MutexLock lock(&mu_);
  return static_cast<int64_t>(uploads_.size());
}

}  // namespace yuheng::ingestion
