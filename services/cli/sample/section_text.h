#ifndef YUHENG_SERVICES_CLI_SAMPLE_SECTION_TEXT_H_
#define YUHENG_SERVICES_CLI_SAMPLE_SECTION_TEXT_H_

#include <string>

#include "services/cli/sample/bureau.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/wording.h"

namespace yuheng::cli {

// Titles of parts.
enum class Part { kProfile, kTables, kNarrative, kTerms };

// 第二部分  2023年部门预算公开表, numbered as the style orders the parts.
std::string PartTitle(const Bureau& bureau, Part part, Wording* wording);

// Duties, organisation and staff.
std::string ProfileText(const Bureau& bureau, Wording* wording);

// Sections 一 to 四 and 五 to 六 of the narrative: every claim is true of the
// bureau's tables, but for the script's edits.
std::string TotalsSectionsText(const Bureau& bureau, Wording* wording);
std::string GeneralSectionsText(const Bureau& bureau, Wording* wording);

// Sections 七 to 十.
std::string DetailSectionsText(const Bureau& bureau, Wording* wording,
                               Random* random);

// Section 十一 with the performance sheets.
std::string AffairsSectionText(const Bureau& bureau, Wording* wording,
                               Random* random);

// The headings and the statements about empty tables alone.
std::string BareSectionsText(const Bureau& bureau, Wording* wording);

// Glossary, signature and date.
std::string GlossaryText(const Bureau& bureau, Wording* wording);

// One performance sheet a project.
std::string PerformanceText(const Bureau& bureau, Wording* wording,
                            Random* random);

// Whether the bureau spends any money of that budget.
bool UsesFund(const Bureau& bureau);
bool UsesStateCapital(const Bureau& bureau);

// 关于X{year}年… with its number: SectionHeading(2, wording). Empty
// when the script leaves it out.
std::string SectionHeading(int number, Wording* wording);

// X2023年没有使用…为空表。 for section 八 or 九.
std::string EmptyTableText(const Bureau& bureau, bool fund, Wording* wording);

// Names of the year's charts.
std::string FunctionName(const Bureau& bureau, const std::string& code);
std::string EconomicName(const Bureau& bureau, const std::string& code);

// 科学技术支出（类）科学技术管理事务（款）行政运行（项）.
std::string PathOf(const Bureau& bureau, const std::string& code,
                   const Wording& wording);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_SECTION_TEXT_H_
