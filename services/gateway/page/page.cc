#include "services/gateway/page/page.h"

#include <zlib.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/sha256.h"

namespace yuheng::gateway::page_files {
absl::Span<const EmbeddedFile> Files();
}  // namespace yuheng::gateway::page_files

namespace yuheng::gateway {
namespace {

constexpr absl::string_view kIndex = "index.html";
// Where the build puts files whose names hold a hash of their content.
constexpr absl::string_view kHashedFolder = "assets/";
// A gzip head and the largest window, in zlib's way of saying it.
constexpr int kGzipWindowBits = 15 + 16;
constexpr int kGzipMemoryLevel = 8;

struct ContentType {
  absl::string_view ending;
  absl::string_view type;
};

constexpr ContentType kContentTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
};

std::string ContentTypeOf(absl::string_view name) {
  for (const ContentType& row : kContentTypes) {
    if (absl::EndsWith(name, row.ending)) return std::string(row.type);
  }
  return "application/octet-stream";
}

std::string Gzip(absl::string_view bytes) {
  z_stream stream = {};
  YUHENG_CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED,
                            kGzipWindowBits, kGzipMemoryLevel,
                            Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  YUHENG_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

Asset MakeAsset(const EmbeddedFile& file) {
  Asset asset;
  asset.content_type = ContentTypeOf(file.name);
  asset.etag = absl::StrCat("\"", budget::Sha256Hex(file.content), "\"");
  asset.bytes = std::make_shared<const std::string>(file.content);
  asset.immutable = absl::StartsWith(file.name, kHashedFolder);
  std::string packed = Gzip(file.content);
  if (packed.size() < file.content.size()) {
    asset.gzip = std::make_shared<const std::string>(std::move(packed));
  }
  return asset;
}

}  // namespace

Page::Page(absl::Span<const EmbeddedFile> files) {
  for (const EmbeddedFile& file : files) {
    assets_[absl::StrCat("/", file.name)] = MakeAsset(file);
  }
}

const Asset* Page::Find(absl::string_view path) const {
  const auto found = path == "/" ? assets_.find(absl::StrCat("/", kIndex))
                                 : assets_.find(path);
  return found == assets_.end() ? nullptr : &found->second;
}

Page BuiltPage() { return Page(page_files::Files()); }

}  // namespace yuheng::gateway
