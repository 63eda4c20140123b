// The methods of IngestionServiceImpl about ceilings.
#include <memory>
#include <utility>
#include <vector>

#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/messages/ceiling_messages.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {
namespace {

// Drafts that are read for a page of comparisons, unless its first one alone
// needs more (at most kUnitsComparedMax). A workbook takes a tenth of a second
// or two, and clients wait half a minute.
constexpr size_t kDraftsPerPageMax = 50;

}  // namespace

grpc::ServerUnaryReactor* IngestionServiceImpl::ImportCeilings(
    grpc::CallbackServerContext* context,
    const v1::ImportCeilingsRequest* request,
    v1::ImportCeilingsResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<rpc::CallGate::Pass> entered =
      options_.gate->TryEnter(*context, *request);
  if (!entered.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(entered.status()));
    return reactor;
  }
  absl::StatusOr<CeilingImport> import =
      ParseImportCeilings(options_.prefecture, *request,
                          entered->caller().ActorOf(request->actor()));
  if (!import.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(import.status()));
    return reactor;
  }
  auto pass = std::make_shared<rpc::CallGate::Pass>(*std::move(entered));
  options_.dispatcher->ImportCeilings(
      *std::move(import), [this, reactor, response, pass](
                              const absl::StatusOr<CeilingImported>& imported) {
        if (imported.ok()) {
          FillImported(options_.prefecture, *imported, response);
        }
        reactor->Finish(rpc::ToGrpcStatus(imported.status()));
      });
  return reactor;
}

grpc::ServerUnaryReactor* IngestionServiceImpl::ListCeilings(
    grpc::CallbackServerContext* context,
    const v1::ListCeilingsRequest* request,
    v1::ListCeilingsResponse* response) {
  return Answer(
      context, *request,
      [this, request, response](const rpc::Caller& caller) -> absl::Status {
        absl::StatusOr<CeilingPage> page =
            ParseListCeilings(options_.prefecture, *request);
        if (!page.ok()) return page.status();
        page->filter.units = caller.units();
        // One more than asked tells whether there is another page.
        const std::vector<ListedCeiling> listed =
            options_.lifecycle->store->ceilings().List(
                page->filter, page->after, page->size + 1);
        for (size_t i = 0; i < listed.size() && i < page->size; ++i) {
          *response->add_ceilings() = CeilingMessage(
              options_.prefecture, listed[i].setting, listed[i].in_force);
        }
        if (listed.size() > page->size) {
          response->set_next_page_token(
              PageTokenOf(listed[page->size - 1].position));
        }
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* IngestionServiceImpl::CompareCeilings(
    grpc::CallbackServerContext* context,
    const v1::CompareCeilingsRequest* request,
    v1::CompareCeilingsResponse* response) {
  const auto compare = [this, context, request,
                        response](const rpc::Caller& caller) -> absl::Status {
    absl::StatusOr<CeilingPage> page =
        ParseCompareCeilings(options_.prefecture, *request);
    if (!page.ok()) return page.status();
    page->filter.units = caller.units();
    // One more than asked tells whether there is another page.
    const std::vector<ListedCeiling> listed =
        options_.lifecycle->store->ceilings().List(page->filter, page->after,
                                                   page->size + 1);
    size_t drafts = 0;
    size_t count = 0;
    while (count < listed.size() && count < page->size) {
      const budget::Ceiling ceiling = CeilingOf(listed[count].setting);
      drafts += CountDrafts(*options_.lifecycle, ceiling);
      if (count > 0 && drafts > kDraftsPerPageMax) break;
      if (context->IsCancelled()) return absl::CancelledError();
      ReadingTurn turn = CallerTurn(caller.ActorOf(""), ceiling.department);
      turn.waits = true;  // There are no more of them than threads.
      const absl::StatusOr<CeilingComparison> comparison =
          CompareCeiling(*options_.lifecycle, ceiling, turn);
      if (!comparison.ok()) return comparison.status();
      ++count;
      *response->add_comparisons() =
          ComparisonMessage(options_.prefecture, ceiling, *comparison);
    }
    if (count < listed.size()) {
      response->set_next_page_token(PageTokenOf(listed[count - 1].position));
    }
    return absl::OkStatus();
  };
  return Answer(context, *request, compare, Waits::kForReaders);
}

}  // namespace yuheng::ingestion
