#ifndef YUHENG_SERVICES_INGESTION_FORMATS_TABLE_PROJECTS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_TABLE_PROJECTS_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"

namespace yuheng::ingestion {

// The projects of table 7, found by what section 七 calls them: also without
// the document's year in front, without quotes, brackets such as (延续项目) and
// 项目 at the end, where only one project is left for the name.
class TableProjects {
 public:
  explicit TableProjects(const budget::Document& document);

  // The name as table 7 prints it; nullptr where it has no such project.
  // `name` is normalised.
  const std::string* Find(absl::string_view name) const;

 private:
  std::string Bare(absl::string_view name) const;

  const std::string year_;
  std::map<std::string, std::string, std::less<>> by_name_;
  // Empty where several projects share the bare name.
  std::map<std::string, std::string, std::less<>> by_bare_name_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_TABLE_PROJECTS_H_
