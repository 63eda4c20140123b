#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WEB_HTML_PARSER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WEB_HTML_PARSER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// The attributes of an element.
class HtmlAttributes {
 public:
  // `pairs`: names and values in turn, up to a null; values may be null.
  explicit HtmlAttributes(const unsigned char** pairs) : pairs_(pairs) {}

  bool Has(absl::string_view name) const;
  // Empty when it is not there.
  absl::string_view Of(absl::string_view name) const;

 private:
  const unsigned char** const pairs_;
};

// What stands in a page, in its order. Names are in lower case; every element
// that is opened is closed, what the page leaves open too.
class HtmlEvents {
 public:
  virtual ~HtmlEvents() = default;
  virtual void Open(absl::string_view name,
                    const HtmlAttributes& attributes) = 0;
  virtual void Close(absl::string_view name) = 0;
  virtual void Text(absl::string_view text) = 0;
  // Whether no more is wanted.
  virtual bool done() const = 0;
};

// Reads `page`, which is UTF-8 whatever it says, as browsers do with most
// pages: tags may be wrong, missing or in disorder, and nothing outside it is
// looked at. DOCUMENT_TOO_LARGE beyond limits.h. The only user of libxml2.
absl::Status ParseHtml(absl::string_view page, HtmlEvents* events);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WEB_HTML_PARSER_H_
