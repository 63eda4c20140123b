#ifndef YUHENG_SERVICES_INGESTION_FORMATS_READING_PROBLEMS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_READING_PROBLEMS_H_

#include <initializer_list>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Records a problem; `id` names its message. Beyond kProblemsMax the last one
// says that there are more.
void AddProblem(absl::string_view id, budget::SourceLocation location,
                budget::TableKind table,
                std::initializer_list<budget::MessageArgument> arguments,
                budget::Document* document);
// The same of a line of the document.
void AddProblem(absl::string_view id, int line, budget::TableKind table,
                std::initializer_list<budget::MessageArgument> arguments,
                budget::Document* document);

// Of what another format is printed as, however many there are.
void AddProblem(absl::string_view id, budget::SourceLocation location,
                std::initializer_list<budget::MessageArgument> arguments,
                PrintedText* printed);

// "表3 部门支出总体情况表" and "table 3 (Department expenditure)".
budget::Text TableName(const budget::TableShape& shape);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_READING_PROBLEMS_H_
