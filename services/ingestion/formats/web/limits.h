// What a web page may ask of us, beside what is printed of it. A disclosure has
// some ten thousand elements. Beyond them it is refused.
#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WEB_LIMITS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WEB_LIMITS_H_

#include <cstddef>

namespace yuheng::ingestion {

inline constexpr size_t kPageElementsMax = 500'000;
// How deep they stand in each other: the parser goes up all of them for a tag.
inline constexpr size_t kPageDepthMax = 250;

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WEB_LIMITS_H_
