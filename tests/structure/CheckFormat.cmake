# Fails with file:line for every .cc and .h below ROOT that CLANG_FORMAT would
# change.
file(GLOB_RECURSE files ${ROOT}/services/*.cc ${ROOT}/services/*.h
  ${ROOT}/storage/*.cc ${ROOT}/storage/*.h ${ROOT}/tests/*.cc ${ROOT}/tests/*.h)
list(FILTER files EXCLUDE REGEX "/node_modules/")
list(LENGTH files count)
if(count LESS 100)
  message(FATAL_ERROR "only ${count} files found below ${ROOT}")
endif()
execute_process(COMMAND ${CLANG_FORMAT} --dry-run --Werror ${files}
  RESULT_VARIABLE result ERROR_VARIABLE errors)
if(NOT result EQUAL 0)
  string(REGEX MATCHALL "[^\n]*error: code should be[^\n]*" places "${errors}")
  list(JOIN places "\n" text)
  message(FATAL_ERROR "${text}\nRun clang-format-14 -i on these files.")
endif()
