# SPDX-License-Identifier: MIT
# The reference of the public headers, by Doxygen: `ninja reference`.
set(WATTLE_REFERENCE_INPUT "\"${PROJECT_SOURCE_DIR}/docs/api.md\"")
foreach(component IN ITEMS energy search trainer)
  if(TARGET wattle_${component})
    get_target_property(headers wattle_${component} HEADER_SET)
    list(TRANSFORM headers REPLACE "(.+)" "\"\\1\"")
    list(APPEND WATTLE_REFERENCE_INPUT ${headers})
  endif()
endforeach()
list(REMOVE_DUPLICATES WATTLE_REFERENCE_INPUT)
list(JOIN WATTLE_REFERENCE_INPUT " " WATTLE_REFERENCE_INPUT)
configure_file(docs/Doxyfile.in "${PROJECT_BINARY_DIR}/Doxyfile" @ONLY)
add_custom_target(reference COMMAND doxygen "${PROJECT_BINARY_DIR}/Doxyfile" VERBATIM)
