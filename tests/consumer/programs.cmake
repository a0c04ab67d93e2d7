# SPDX-License-Identifier: MIT
# What both consumer projects build, from the targets wattle::<component> alone.
# WATTLE_REPOSITORY: where the sources of the programs are. Outputs go to the project's build folder.
set(examples "${WATTLE_REPOSITORY}/docs/examples")
set(parts "${WATTLE_REPOSITORY}/tests/consumer/own_parts")
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Werror)

add_executable(energy_only ${parts}/energy_only.cc)
target_link_libraries(energy_only PRIVATE wattle::energy)

if(TARGET wattle::search)
  foreach(example IN ITEMS minimise metered_study own_scheduler)
    add_executable(${example} ${examples}/${example}.cc)
    target_link_libraries(${example} PRIVATE wattle::search)
  endforeach()

  # A library of the consumer's own that uses Wattle inside must not offer Wattle's symbols.
  add_library(plugin SHARED ${parts}/plugin.cc)
  target_link_libraries(plugin PRIVATE wattle::search)
  set_target_properties(plugin PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endif()

if(TARGET wattle::contract)
  find_package(GTest REQUIRED)
  add_executable(own_parts ${parts}/own_parts_test.cc)
  target_link_libraries(own_parts PRIVATE wattle::contract GTest::gtest_main)
endif()

if(TARGET wattle::trainer AND TARGET wattle::search)
  # The trainer is loaded when somebody trains; a program is told where it lies.
  add_executable(train ${parts}/train.cc)
  target_link_libraries(train PRIVATE wattle::search)
  target_compile_definitions(train PRIVATE
    TRAINER_FILE="$<TARGET_FILE:wattle::trainer>" DATA_DIRECTORY="${wattle_DATA_DIRECTORY}")
endif()
