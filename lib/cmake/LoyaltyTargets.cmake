# How every target of the project is compiled, and how a library is made of its
# objects: once for the shared library, the static one and the tests.

# A component that was asked for without its dependency is an error; one that
# was not asked for is said once.
function(loyalty_require option found what)
  if(${option} AND NOT ${found}_FOUND)
    message(FATAL_ERROR "${option} is on, but pkg-config does not find ${what}. "
                        "Install it, or configure with -D${option}=OFF.")
  elseif(NOT ${option})
    message(STATUS "${option} is off (it needs ${what})")
  endif()
endfunction()

function(loyalty_compile target)
  set_target_properties(${target} PROPERTIES
    C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden POSITION_INDEPENDENT_CODE ON)
  if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow)
    if(LOYALTY_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
    endif()
  endif()
endfunction()

# Objects of one room or more, with the include paths of the inside.
function(loyalty_objects target)
  add_library(${target} OBJECT ${ARGN})
  target_include_directories(${target} PRIVATE
    ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/lib)
  loyalty_compile(${target})
endfunction()

# What a shared library exports is what its headers declare with LOY_API.
function(loyalty_version_script out)
  set(names "")
  foreach(header IN LISTS ARGN)
    set(path ${PROJECT_SOURCE_DIR}/include/loyalty/${header})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(READ ${path} text)
    string(REGEX MATCHALL "LOY_API[^;(]*[ *\n]loy_[a-z0-9_]+[(]" found "${text}")
    foreach(declaration IN LISTS found)
      string(REGEX REPLACE ".*[ *\n](loy_[a-z0-9_]+)[(]" "\\1" name "${declaration}")
      string(APPEND names "    ${name};\n")
    endforeach()
  endforeach()
  file(GENERATE OUTPUT ${out} CONTENT
       "LOYALTY_0 {\n  global:\n${names}  local:\n    *;\n};\n")
endfunction()

# loyalty_library(TARGET NAME OBJECTS objects... HEADERS headers...)
# makes TARGET (shared) and TARGET_static, both with the file name NAME.
function(loyalty_library target name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "OBJECTS;HEADERS")
  set(objects "")
  foreach(part IN LISTS arg_OBJECTS)
    list(APPEND objects $<TARGET_OBJECTS:${part}>)
  endforeach()
  add_library(${target} SHARED ${objects})
  add_library(${target}_static STATIC ${objects})
  foreach(each ${target} ${target}_static)
    loyalty_compile(${each})
    target_include_directories(${each} INTERFACE
      $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
      $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    set_target_properties(${each} PROPERTIES
      OUTPUT_NAME ${name} LINKER_LANGUAGE C
      LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib
      ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
  endforeach()
  set_target_properties(${target} PROPERTIES
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR} INSTALL_RPATH "$ORIGIN")
  if(UNIX AND NOT APPLE)
    set(script ${PROJECT_BINARY_DIR}/lib/${name}.map)
    loyalty_version_script(${script} ${arg_HEADERS})
    target_link_options(${target} PRIVATE -Wl,--version-script=${script})
    set_target_properties(${target} PROPERTIES LINK_DEPENDS ${script})
    if(NOT CMAKE_C_FLAGS MATCHES "-fsanitize")
      target_link_options(${target} PRIVATE -Wl,--no-undefined)
    endif()
  endif()
endfunction()
