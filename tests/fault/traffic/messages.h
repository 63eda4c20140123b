#ifndef YUHENG_TESTS_FAULT_TRAFFIC_MESSAGES_H_
#define YUHENG_TESTS_FAULT_TRAFFIC_MESSAGES_H_

#include <string>

#include "google/protobuf/repeated_field.h"
#include "grpcpp/support/status.h"
#include "tests/fault/history/history.h"
#include "yuheng/aggregation/v1/totals.pb.h"
#include "yuheng/ledger/v1/entry.pb.h"

// What is on the wire, as a history has it.
namespace yuheng::fault {

std::string AddressOf(const ledger::v1::Account& account);
Figures FiguresOf(
    const google::protobuf::RepeatedPtrField<aggregation::v1::Total>& totals);
aggregation::v1::TotalsScope MessageOf(const std::string& division,
                                       const TotalsScope& scope);

// What the end of a call settles, and the reason when it refuses.
Answer AnswerOf(const grpc::Status& status);
std::string ReasonOf(const grpc::Status& status);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_TRAFFIC_MESSAGES_H_
