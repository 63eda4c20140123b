#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WEB_PLAIN_TAGS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WEB_PLAIN_TAGS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// The page without what no reader of it looks at: comments, marks such as
// <!DOCTYPE> and <![if …]>, scripts and styles, and of tags all attributes but
// the few that say what is shown, each once. Tags are told as HTML5 says; every
// other < is &lt;.
//
// A parser compares each attribute of a tag with all others, and takes a mark
// it does not know for text: it is given no such page. Takes one look at each
// byte, but for the values of attributes.
std::string WithPlainTags(absl::string_view page);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WEB_PLAIN_TAGS_H_
