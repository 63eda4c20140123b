#include "services/validation/evaluation/document_index.h"

#include <algorithm>

#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"

namespace yuheng::validation {
namespace {

using budget::Row;
using budget::RowLevel;

const std::vector<const Row*>& NoRows() {
  static const auto* const none = new std::vector<const Row*>;
  return *none;
}

bool IsTotal(const Row& row) { return row.level == RowLevel::kTotal; }

}  // namespace

IndexedTable::IndexedTable(const budget::TableShape& shape,
                           const budget::SourceFile& file,
                           const budget::Table* table)
    : shape_(&shape),
      file_(&file),
      table_(table),
      source_(SourceOf(shape.kind)) {
  if (table_ == nullptr) return;
  precision_fen_ = std::max<int64_t>(1, table_->precision_fen);
  IndexCodes();
  if (!shape.coded()) return;
  IndexProjects();
  IndexChildren();
  IndexNames();
}

IndexedTable::IndexedTable(const budget::TableShape& shape,
                           const budget::SourceFile& file,
                           const ClaimTable& claims)
    : shape_(&shape),
      file_(&file),
      table_(claims.present ? &claims.table : nullptr),
      claims_(&claims),
      source_(claims.source) {
  if (table_ == nullptr) return;
  precision_fen_ = table_->precision_fen;
  IndexCodes();
  IndexNames();
}

void IndexedTable::IndexNames() {
  for (const Row& row : table_->rows) {
    if (row.level != RowLevel::kProject) continue;
    named_[budget::NormaliseLabel(row.project)].push_back(&row);
  }
}

void IndexedTable::IndexCodes() {
  for (const Row& row : table_->rows) {
    if (row.level == RowLevel::kProject) continue;
    by_code_[static_cast<size_t>(row.side)].emplace(row.code, &row);
  }
  for (const Row& row : table_->rows) {
    if (row.level != RowLevel::kProject) continue;
    by_code_[static_cast<size_t>(row.side)].emplace(row.code, &row);
  }
}

void IndexedTable::IndexProjects() {
  if (shape_->row_space != budget::RowSpace::kProject) return;
  for (const Row& row : table_->rows) {
    if (row.level == RowLevel::kProject) projects_[row.code].push_back(&row);
  }
  for (const Row& row : table_->rows) {
    if (row.level == RowLevel::kItem && !IsSubtotalOfProjects(row)) {
      projects_[row.code].push_back(&row);
    }
  }
}

bool IndexedTable::IsSubtotalOfProjects(const Row& row) const {
  const auto it = projects_.find(row.code);
  if (it == projects_.end() || row.cells.empty()) return false;
  __int128 sum = 0;
  for (const Row* project : it->second) {
    if (project->level != RowLevel::kProject) return false;
    if (!project->cells.empty()) sum += project->cells[0].amount_fen;
  }
  return sum == row.cells[0].amount_fen;
}

const Row* IndexedTable::ParentOf(const Row& row) const {
  const RowMap& rows = by_code_[static_cast<size_t>(row.side)];
  for (absl::string_view code = budget::ParentCode(row.code); !code.empty();
       code = budget::ParentCode(code)) {
    const auto it = rows.find(code);
    if (it != rows.end()) return it->second;
  }
  const auto total = rows.find(budget::kTotalKey);
  return total == rows.end() ? nullptr : total->second;
}

void IndexedTable::IndexChildren() {
  for (const Row& row : table_->rows) {
    if (IsTotal(row)) continue;
    if (row.level == RowLevel::kItem &&
        shape_->row_space == budget::RowSpace::kProject) {
      const RowList& projects = ProjectsOf(row.code);
      if (std::find(projects.begin(), projects.end(), &row) == projects.end()) {
        continue;  // Its project rows stand for it.
      }
    }
    const Row* parent = ParentOf(row);
    if (parent != nullptr) children_[parent->code].push_back(&row);
  }
}

const Row* IndexedTable::Find(budget::Side side, absl::string_view code) const {
  const RowMap& rows = by_code_[static_cast<size_t>(side)];
  const auto it = rows.find(code);
  return it == rows.end() ? nullptr : it->second;
}

const std::vector<const Row*>& IndexedTable::ChildrenOf(const Row& row) const {
  if (row.level == RowLevel::kProject) return NoRows();
  if (row.level == RowLevel::kItem) return ProjectsOf(row.code);
  const auto it = children_.find(row.code);
  return it == children_.end() ? NoRows() : it->second;
}

const std::vector<const Row*>& IndexedTable::ProjectsOf(
    absl::string_view code) const {
  const auto it = projects_.find(code);
  return it == projects_.end() ? NoRows() : it->second;
}

const std::vector<const Row*>& IndexedTable::RowsNamed(
    absl::string_view project) const {
  const auto it = named_.find(project);
  return it == named_.end() ? NoRows() : it->second;
}

absl::string_view IndexedTable::NameOf(const Row& row) const {
  return named_.find(budget::NormaliseLabel(row.project))->first;
}

DocumentIndex::DocumentIndex(const budget::Form& form,
                             const budget::Document& document)
    : claims_(ClaimTablesOf(form, document)) {
  tables_.reserve(kSourceCount);
  for (const budget::TableShape& shape : form.tables) {
    tables_.emplace_back(shape, document.source,
                         document.FindTable(shape.kind));
  }
  for (const ClaimTable& claims : claims_) {
    tables_.emplace_back(ShapeOf(form, claims.source), document.source, claims);
  }
}

}  // namespace yuheng::validation
