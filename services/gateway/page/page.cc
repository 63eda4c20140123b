#include "services/gateway/page/page.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
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
constexpr absl::string_view kGzipEnding = ".gz";
constexpr absl::string_view kBrotliEnding = ".br";

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

}  // namespace

Page::Page(absl::Span<const EmbeddedFile> files) {
  for (const EmbeddedFile& file : files) {
    absl::string_view name = file.name;
    const bool gzip = absl::ConsumeSuffix(&name, kGzipEnding);
    const bool brotli = !gzip && absl::ConsumeSuffix(&name, kBrotliEnding);
    Asset& asset = assets_[absl::StrCat("/", name)];
    auto bytes = std::make_shared<const std::string>(file.content);
    if (gzip) {
      asset.gzip = std::move(bytes);
    } else if (brotli) {
      asset.brotli = std::move(bytes);
    } else {
      asset.content_type = ContentTypeOf(name);
      asset.etag = absl::StrCat("\"", budget::Sha256Hex(*bytes), "\"");
      asset.bytes = std::move(bytes);
      asset.immutable = absl::StartsWith(name, kHashedFolder);
    }
  }
  for (const auto& [path, asset] : assets_) {
    YUHENG_CHECK(asset.bytes != nullptr);
  }
}

const Asset* Page::Find(absl::string_view path) const {
  const auto found = path == "/" ? assets_.find(absl::StrCat("/", kIndex))
                                 : assets_.find(path);
  return found == assets_.end() ? nullptr : &found->second;
}

Page BuiltPage() { return Page(page_files::Files()); }

}  // namespace yuheng::gateway
