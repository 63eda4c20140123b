# How this project declares its targets. One function a kind of target, so that
# warnings, include paths and test labels are said once.

add_library(yuheng_flags INTERFACE)
target_include_directories(yuheng_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(yuheng_flags INTERFACE -Wall -Wextra -Werror
  -Wno-missing-field-initializers -pthread
  # ccache reads what a precompiled header was made of.
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
if(TARGET PkgConfig::jemalloc)
  target_link_libraries(yuheng_flags INTERFACE PkgConfig::jemalloc)
endif()

# TOGETHER, of the functions below: what a target's files make the compiler
# instantiate is much and much the same, so they are compiled some at a time, and
# it is done once. Names in their anonymous namespaces are then the target's.
# YUHENG_TOGETHER=OFF compiles each alone: less to wait for after an edit.
option(YUHENG_TOGETHER "Compile the files of some targets together" ON)
function(yuheng_compile_together target)
  set_target_properties(${target} PROPERTIES
    UNITY_BUILD ${YUHENG_TOGETHER} UNITY_BUILD_BATCH_SIZE 8)
  # g++ takes what is included for a header, whose types must not be local.
  target_compile_options(${target} PRIVATE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()

# yuheng_library(NAME [TOGETHER] SOURCES a.cc... PUBLIC deps... PRIVATE deps...)
# NAME is the folder with underscores; the target is yuheng_NAME. PUBLIC are
# the libraries whose headers stand in this library's own headers.
function(yuheng_library NAME)
  cmake_parse_arguments(ARG "TOGETHER" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(yuheng_${NAME} STATIC ${ARG_SOURCES})
  target_link_libraries(yuheng_${NAME}
    PUBLIC yuheng_flags ${ARG_PUBLIC}
    PRIVATE ${ARG_PRIVATE})
  yuheng_use_precompiled_headers(yuheng_${NAME} "" ${ARG_PUBLIC} ${ARG_PRIVATE})
  if(ARG_TOGETHER)
    yuheng_compile_together(yuheng_${NAME})
  endif()
endfunction()

# yuheng_binary(NAME SOURCES a.cc... PRIVATE deps...): build/<preset>/bin/NAME
function(yuheng_binary NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;PRIVATE" ${ARGN})
  add_executable(${NAME} ${ARG_SOURCES})
  target_link_libraries(${NAME} PRIVATE yuheng_flags ${ARG_PRIVATE})
  yuheng_use_precompiled_headers(${NAME} "" ${ARG_PRIVATE})
endfunction()

# What only tests run is not optimised: their bodies run once, and compiling them
# is most of what a build waits for.
option(YUHENG_OPTIMISE_TESTS "Optimise the code of tests" OFF)
function(yuheng_compile_quickly target)
  if(NOT YUHENG_OPTIMISE_TESTS)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O0>)
  endif()
endfunction()

# yuheng_test(NAME [TOGETHER] SOURCES a_test.cc... PRIVATE deps... [LABEL unit|integration|e2e]
#             [TIMEOUT seconds] [ARGS ...])
# One GoogleTest binary and one ctest entry.
function(yuheng_test NAME)
  cmake_parse_arguments(ARG "TOGETHER" "LABEL;TIMEOUT" "SOURCES;PRIVATE;DEPENDS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${NAME} ${ARG_SOURCES})
  target_link_libraries(${NAME} PRIVATE yuheng_flags ${ARG_PRIVATE}
    GTest::gmock GTest::gtest_main)
  yuheng_use_precompiled_headers(${NAME} _test ${ARG_PRIVATE})
  yuheng_compile_quickly(${NAME})
  if(ARG_TOGETHER)
    yuheng_compile_together(${NAME})
  endif()
  # g++ 12 sees bounds broken inside std::string that hold (its bug 105651), and
  # no longer that it is a system header when that is precompiled.
  target_compile_options(${NAME} PRIVATE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds -Wno-restrict
      -Wno-stringop-overflow -Wno-stringop-overread>)
  target_compile_definitions(${NAME} PRIVATE
    YUHENG_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    YUHENG_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  set_target_properties(${NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(ARG_DEPENDS)
    add_dependencies(${NAME} ${ARG_DEPENDS})
  endif()
  add_test(NAME ${NAME} COMMAND ${NAME})
  set_tests_properties(${NAME} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT})
  if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=thread")
    target_link_libraries(${NAME} PRIVATE yuheng_tests_instrumented_mutex)
    # It makes everything several times slower.
    set_tests_properties(${NAME} PROPERTIES TIMEOUT 1200 ENVIRONMENT
      "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/thread_sanitizer.supp")
  endif()
endfunction()

# yuheng_embed(TARGET NAMESPACE yuheng::x::embedded FILES ...)
# Puts data files into the binary. Generates
#   absl::Span<const yuheng::EmbeddedFile> <NAMESPACE>::Files();
# where EmbeddedFile is { absl::string_view name; absl::string_view content; }.
function(yuheng_embed TARGET)
  cmake_parse_arguments(ARG "" "NAMESPACE" "FILES" ${ARGN})
  string(REPLACE "::" "_" stem ${ARG_NAMESPACE})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${stem}.cc)
  set(paths "")
  foreach(file ${ARG_FILES})
    list(APPEND paths ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  string(REPLACE ";" "," joined "${paths}")
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${ARG_NAMESPACE}
      -DFILES=${joined} -P ${CMAKE_SOURCE_DIR}/deploy/cmake/Embed.cmake
    DEPENDS ${paths} ${CMAKE_SOURCE_DIR}/deploy/cmake/Embed.cmake
    VERBATIM)
  target_sources(${TARGET} PRIVATE ${out})
endfunction()

# yuheng_embed_folder(TARGET NAMESPACE yuheng::x::embedded FOLDER path
#                     STAMP file [DEPENDS target])
# The same for all files below a folder, each named by its path in it. STAMP is
# newer than before when they are others; DEPENDS is what makes them.
function(yuheng_embed_folder TARGET)
  cmake_parse_arguments(ARG "" "NAMESPACE;FOLDER;STAMP;DEPENDS" "" ${ARGN})
  string(REPLACE "::" "_" stem ${ARG_NAMESPACE})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${stem}.cc)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${ARG_NAMESPACE}
      -DFOLDER=${ARG_FOLDER} -P ${CMAKE_SOURCE_DIR}/deploy/cmake/Embed.cmake
    DEPENDS ${ARG_DEPENDS} ${ARG_STAMP}
      ${CMAKE_SOURCE_DIR}/deploy/cmake/Embed.cmake
    VERBATIM)
  target_sources(${TARGET} PRIVATE ${out})
endfunction()
