#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WEB_PAGE_STYLES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WEB_PAGE_STYLES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/web/html_parser.h"

namespace yuheng::ingestion {

// What a page's style elements may ask of us; beyond it they are not looked at.
inline constexpr size_t kStyleBytesMax = size_t{1} << 20;
inline constexpr size_t kStyleRulesMax = 20'000;

// Which elements the style elements of a page hide: display:none and
// visibility:hidden. Selectors of one element are known, by its name, classes
// and id; what depends on elements around it, on its state or on the medium is
// taken as not said.
class PageStyles {
 public:
  // Those in the style elements of a page, but for what browsers don't look at:
  // comments, Word's among them, and scripts.
  static PageStyles In(absl::string_view page);

  // The text of a style element, those of the page in their order.
  void Add(absl::string_view css);

  // Whether an element is hidden, unless its own style says otherwise.
  bool Hides(absl::string_view name, const HtmlAttributes& attributes) const;

 private:
  enum class Says : uint8_t { kNothing, kShown, kHidden };

  // div.old#a
  struct Rule {
    std::string name;  // Empty for any.
    std::vector<std::string> classes;
    std::string id;  // Empty for any.
    Says display = Says::kNothing;
    Says visibility = Says::kNothing;
    // Of two that say otherwise the heavier one counts, then the later one.
    int weight = 0;
    size_t order = 0;
  };

  // What the declarations of a rule say.
  static Rule Declared(absl::string_view block);
  void AddRule(absl::string_view selector, const Rule& declared);

  size_t bytes_ = 0;
  size_t rules_ = 0;
  // By what an element must have: .old, #a or div. Of one key in their order.
  absl::flat_hash_map<std::string, std::vector<Rule>> by_key_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WEB_PAGE_STYLES_H_
