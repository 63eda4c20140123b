#include "services/ingestion/formats/web/html_parser.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/web/limits.h"
#include "services/ingestion/formats/web/plain_tags.h"

namespace yuheng::ingestion {
namespace {

absl::string_view View(const xmlChar* text) {
  return text == nullptr ? absl::string_view()
                         : reinterpret_cast<const char*>(text);
}

class HtmlParser {
 public:
  explicit HtmlParser(HtmlEvents* events) : events_(*events) {}

  absl::Status Parse(absl::string_view page) {
    // Once, before several threads do.
    static const bool ready = (xmlInitParser(), true);
    YUHENG_CHECK(ready);
    xmlSAXHandler handler = {};
    handler.startElement = &HtmlParser::OnOpen;
    handler.endElement = &HtmlParser::OnClose;
    handler.characters = &HtmlParser::OnText;
    handler.cdataBlock = &HtmlParser::OnText;
    handler.ignorableWhitespace = &HtmlParser::OnText;
    const std::unique_ptr<xmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
        htmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr,
                                 XML_CHAR_ENCODING_UTF8),
        &htmlFreeParserCtxt);
    parser_ = parser.get();
    htmlCtxtUseOptions(parser_, HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET |
                                    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                    HTML_PARSE_RECOVER);
    const std::string plain = WithPlainTags(page);
    htmlParseChunk(parser_, plain.data(), static_cast<int>(plain.size()), 1);
    return status_;
  }

 private:
  static HtmlParser& Of(void* self) { return *static_cast<HtmlParser*>(self); }

  static void OnOpen(void* self, const xmlChar* name, const xmlChar** pairs) {
    HtmlParser& parser = Of(self);
    if (parser.stopped_) return;
    if (++parser.elements_ > kPageElementsMax) {
      parser.Refuse("reader.page_elements", kPageElementsMax);
    } else if (++parser.depth_ > kPageDepthMax) {
      parser.Refuse("reader.page_depth", kPageDepthMax);
    } else {
      parser.events_.Open(View(name), HtmlAttributes(pairs));
      if (parser.events_.done()) parser.Stop();
    }
  }

  static void OnClose(void* self, const xmlChar* name) {
    HtmlParser& parser = Of(self);
    if (parser.stopped_) return;
    --parser.depth_;
    parser.events_.Close(View(name));
  }

  static void OnText(void* self, const xmlChar* text, int length) {
    HtmlParser& parser = Of(self);
    if (parser.stopped_) return;
    parser.events_.Text({reinterpret_cast<const char*>(text),
                         static_cast<size_t>(std::max(length, 0))});
    if (parser.events_.done()) parser.Stop();
  }

  void Refuse(absl::string_view id, size_t limit) {
    status_ = RefuseTooLarge(id, {{"limit", absl::StrCat(limit)}});
    Stop();
  }

  void Stop() {
    stopped_ = true;
    xmlStopParser(parser_);
  }

  HtmlEvents& events_;
  xmlParserCtxt* parser_ = nullptr;
  absl::Status status_;
  bool stopped_ = false;
  size_t elements_ = 0;
  size_t depth_ = 0;
};

}  // namespace

bool HtmlAttributes::Has(absl::string_view name) const {
  for (const unsigned char** pair = pairs_; pair != nullptr && *pair != nullptr;
       pair += 2) {
    if (View(*pair) == name) return true;
  }
  return false;
}

absl::string_view HtmlAttributes::Of(absl::string_view name) const {
  for (const unsigned char** pair = pairs_; pair != nullptr && *pair != nullptr;
       pair += 2) {
    if (View(*pair) == name) return View(pair[1]);
  }
  return absl::string_view();
}

absl::Status ParseHtml(absl::string_view page, HtmlEvents* events) {
  return HtmlParser(events).Parse(page);
}

}  // namespace yuheng::ingestion
