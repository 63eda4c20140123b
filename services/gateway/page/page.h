#ifndef YUHENG_SERVICES_GATEWAY_PAGE_PAGE_H_
#define YUHENG_SERVICES_GATEWAY_PAGE_PAGE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/embedded_file.h"

namespace yuheng::gateway {

// One file of the page.
struct Asset {
  std::string content_type;
  // With its quotes.
  std::string etag;
  std::shared_ptr<const std::string> bytes;
  // The same compressed; null where that saves nothing.
  std::shared_ptr<const std::string> gzip;
  std::shared_ptr<const std::string> brotli;
  // Its name says what is in it: it never changes.
  bool immutable = false;
};

// The built page, in memory. Immutable, so thread-safe. Nothing of a request
// ever names a file on disk.
class Page {
 public:
  // Files by their paths in the page's folder, such as "index.html"; what is
  // compressed stands beside them, as "index.html.gz" and "index.html.br".
  explicit Page(absl::Span<const EmbeddedFile> files);

  // By the path of a request; "/" is index.html. nullptr when there is none.
  const Asset* Find(absl::string_view path) const;

 private:
  std::map<std::string, Asset, std::less<>> assets_;
};

// The page that this binary was built with; a notice where it was built
// without.
Page BuiltPage();

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_PAGE_PAGE_H_
