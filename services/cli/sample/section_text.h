#ifndef YUHENG_SERVICES_CLI_SAMPLE_SECTION_TEXT_H_
#define YUHENG_SERVICES_CLI_SAMPLE_SECTION_TEXT_H_

#include <string>

#include "services/cli/sample/bureau.h"
#include "services/cli/sample/random.h"

namespace yuheng::cli {

// Part 1: duties, organisation and staff.
std::string ProfileText(const Bureau& bureau);

// Part 3, sections 一 to 六: every claim is true of the bureau's tables.
std::string BudgetSectionsText(const Bureau& bureau, Random* random);

// Part 3, sections 七 to 十一 with the performance sheets.
std::string DetailSectionsText(const Bureau& bureau, Random* random);

// Part 3 with its headings and the statements about empty tables alone.
std::string BareSectionsText(const Bureau& bureau);

// Part 4, signature and date.
std::string GlossaryText(const Bureau& bureau, Random* random);

// One performance sheet a project.
std::string PerformanceText(const Bureau& bureau, Random* random);

// Whether the bureau spends any money of that budget: "fund" or "soe".
bool UsesFund(const Bureau& bureau);
bool UsesStateCapital(const Bureau& bureau);

// 关于X{year}年… with its number: SectionHeading(bureau, 2).
std::string SectionHeading(const Bureau& bureau, int number);

// X2023年没有使用…为空表。 for T8 or T9.
std::string EmptyTableText(const Bureau& bureau, bool fund);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_SECTION_TEXT_H_
