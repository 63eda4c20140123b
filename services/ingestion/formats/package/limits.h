// What an Office package, a zip archive of XML parts, may ask of us. A bureau's
// has a few hundred kilobytes; these are for files that mean harm or went
// wrong. Beyond them it is refused.
#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_LIMITS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace yuheng::ingestion {

// Of the archive. Sizes are those that it declares, and no entry is inflated
// beyond what it declares.
inline constexpr int64_t kZipEntriesMax = 2'000;
inline constexpr uint64_t kInflatedBytesMax = uint64_t{96} << 20;  // Together.
inline constexpr uint64_t kXmlBytesMax = uint64_t{32} << 20;       // Of a part.
// Of the files in an archive that is no package, which are in memory together.
inline constexpr uint64_t kUnpackedBytesMax = uint64_t{32} << 20;
// How much larger an entry may be than it is in the archive, from a size on.
inline constexpr uint64_t kInflationMax = 200;
inline constexpr uint64_t kInflationBytesMin = uint64_t{1} << 20;

// Of one XML part.
inline constexpr int kXmlDepthMax = 64;
// Marks of elements and attributes; each becomes an object.
inline constexpr size_t kXmlMarksMax = 2'000'000;

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_LIMITS_H_
