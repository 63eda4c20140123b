# Headers that most of our files read, parsed once instead of once a file:
# parsing them is half of what compiling a file costs. They hide no include:
# a file still names what it uses (configure with YUHENG_PRECOMPILED=OFF to
# see it compile alone).
option(YUHENG_PRECOMPILED "Precompile common headers" ON)

set(standard_headers
  <algorithm> <array> <cstdint> <deque> <filesystem> <fstream> <functional>
  <map> <memory> <optional> <set> <sstream> <string> <utility> <vector>)
set(absl_headers
  <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h>
  <absl/status/statusor.h> <absl/strings/match.h> <absl/strings/numbers.h>
  <absl/strings/str_cat.h> <absl/strings/str_join.h>
  <absl/strings/str_replace.h> <absl/strings/str_split.h>
  <absl/synchronization/mutex.h> <absl/time/clock.h> <absl/types/span.h>)
set(rpc_headers
  <grpcpp/grpcpp.h>
  <yuheng/aggregation/v1/aggregation_service.grpc.pb.h>
  <yuheng/ingestion/v1/ingestion_service.grpc.pb.h>
  <yuheng/validation/v1/validation_service.grpc.pb.h>)

# One set of headers a kind of target; yuheng_precompiled_<kind> holds it.
function(yuheng_precompiled_headers kind links)
  set(source ${CMAKE_BINARY_DIR}/precompiled_${kind}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(yuheng_precompiled_${kind} OBJECT ${source})
  target_link_libraries(yuheng_precompiled_${kind} PRIVATE yuheng_flags ${links})
  target_precompile_headers(yuheng_precompiled_${kind} PRIVATE ${ARGN})
endfunction()

function(yuheng_make_precompiled_headers)
  if(NOT YUHENG_PRECOMPILED)
    return()
  endif()
  set(pure ${standard_headers} ${absl_headers})
  set(tests <gtest/gtest.h> <gmock/gmock.h>)
  yuheng_precompiled_headers(pure absl::strings ${pure})
  yuheng_precompiled_headers(pure_test "absl::strings;GTest::gmock" ${pure} ${tests})
  yuheng_precompiled_headers(rpc yuheng_proto_services ${pure} ${rpc_headers})
  yuheng_precompiled_headers(rpc_test "yuheng_proto_services;GTest::gmock"
    ${pure} ${rpc_headers} ${tests})
  foreach(kind pure_test rpc_test)
    yuheng_compile_quickly(yuheng_precompiled_${kind})
  endforeach()
endfunction()

# Gives a target the set that fits what it links. Domain code, which may not
# know gRPC, gets none of it.
function(yuheng_use_precompiled_headers target suffix)
  if(NOT YUHENG_PRECOMPILED)
    return()
  endif()
  set(kind pure)
  foreach(library ${ARGN})
    if(library MATCHES "^(yuheng_rpc|yuheng_proto_services|gRPC::grpc\\+\\+)")
      set(kind rpc)
    endif()
  endforeach()
  target_precompile_headers(${target} REUSE_FROM yuheng_precompiled_${kind}${suffix})
endfunction()
