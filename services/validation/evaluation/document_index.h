#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DOCUMENT_INDEX_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DOCUMENT_INDEX_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/validation/evaluation/claim_table.h"
#include "services/validation/language/source.h"

namespace yuheng::validation {

// One table of a document, or the claims of one section as a table, its rows
// found by code and by what adds up to what. Made once a document; holds views
// into it.
class IndexedTable {
 public:
  // `table` may be null: the document has none of this kind. `file` is what the
  // document was read from.
  IndexedTable(const budget::TableShape& shape, const budget::SourceFile& file,
               const budget::Table* table);
  IndexedTable(const budget::TableShape& shape, const budget::SourceFile& file,
               const ClaimTable& claims);

  Source source() const { return source_; }

  const budget::TableShape& shape() const { return *shape_; }
  // Where a line of the document stands.
  budget::SourceLocation Locate(int line) const { return file_->Locate(line); }
  // Null when missing.
  const budget::Table* table() const { return table_; }
  // Present and with a unit of account: its amounts can be compared.
  bool usable() const { return table_ != nullptr && table_->unit_fen > 0; }
  // 分 of the last printed place; at least 1.
  int64_t precision_fen() const { return precision_fen_; }
  // Of a section; null for a table.
  const ClaimTable* claims() const { return claims_; }

  // The first row of a code that is no project row, else the code's first
  // project row; null when there is none.
  const budget::Row* Find(budget::Side side, absl::string_view code) const;

  // The rows that add up to `row`, which must be one of this table: for a code
  // those whose nearest printed ancestor it is (so a missing parent in between
  // does not break the sum), for the total those without a printed ancestor.
  const std::vector<const budget::Row*>& ChildrenOf(
      const budget::Row& row) const;

  // The rows that state amounts of projects of a 项 (T7): its project rows, or
  // its own row when it has none.
  const std::vector<const budget::Row*>& ProjectsOf(
      absl::string_view code) const;

  // The rows of the project of that name, normalised as NormaliseLabel does.
  const std::vector<const budget::Row*>& RowsNamed(
      absl::string_view project) const;
  // The normalised name of a project row of this table; lives as long as it.
  absl::string_view NameOf(const budget::Row& row) const;

 private:
  void IndexCodes();
  void IndexProjects();
  void IndexChildren();
  void IndexNames();
  // The row a code's row adds up to: its nearest printed ancestor.
  const budget::Row* ParentOf(const budget::Row& row) const;
  // A 项 row above project rows of the same code that only repeats their sum.
  bool IsSubtotalOfProjects(const budget::Row& row) const;

  using RowMap = absl::flat_hash_map<absl::string_view, const budget::Row*>;
  using RowList = std::vector<const budget::Row*>;

  const budget::TableShape* shape_;
  const budget::SourceFile* file_;
  const budget::Table* table_;
  const ClaimTable* claims_ = nullptr;
  Source source_ = Source::kNone;
  int64_t precision_fen_ = 1;
  std::array<RowMap, 3> by_code_;  // By Side.
  absl::flat_hash_map<absl::string_view, RowList> projects_;
  absl::flat_hash_map<absl::string_view, RowList> children_;  // By code.
  absl::flat_hash_map<std::string, RowList> named_;           // By project.
};

class DocumentIndex {
 public:
  DocumentIndex(const budget::Form& form, const budget::Document& document);

  DocumentIndex(const DocumentIndex&) = delete;
  DocumentIndex& operator=(const DocumentIndex&) = delete;

  const IndexedTable& Of(budget::TableKind kind) const {
    return Of(SourceOf(kind));
  }
  const IndexedTable& Of(Source source) const {
    return tables_[static_cast<size_t>(source) - 1];
  }

 private:
  const std::vector<ClaimTable> claims_;
  std::vector<IndexedTable> tables_;  // By Source.
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DOCUMENT_INDEX_H_
