# What is installed: headers, libraries, pkg-config files and the CMake package
# `loyalty`, each component in an export set of its own.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/loyalty)
set(pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
# From the pkg-config files up to the prefix, so that an installed tree can move.
string(REGEX REPLACE "[^/]+" ".." LOYALTY_PC_TO_PREFIX ${pc_dir})

function(loyalty_install set name headers)
  install(TARGETS ${ARGN} EXPORT loyalty-${set}-targets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT loyalty-${set}-targets NAMESPACE loyalty:: DESTINATION ${package_dir})
  foreach(header IN LISTS headers)
    install(FILES ${PROJECT_SOURCE_DIR}/include/loyalty/${header}
      DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/loyalty)
  endforeach()
  configure_file(${PROJECT_SOURCE_DIR}/lib/pkgconfig/${name}.pc.in
                 ${PROJECT_BINARY_DIR}/lib/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/lib/${name}.pc DESTINATION ${pc_dir})
endfunction()

loyalty_install(core loyalty "loyalty.h;store.h;cel.h" loyalty loyalty_static)
if(TARGET loyalty_json)
  loyalty_install(json loyalty-json json.h loyalty_json loyalty_json_static)
  file(GLOB schemas CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/lib/json/schemas/*.json)
  install(FILES ${schemas} DESTINATION ${CMAKE_INSTALL_DATADIR}/loyalty/schemas)
endif()
if(TARGET loyalty_sqlite)
  loyalty_install(sqlite loyalty-sqlite sqlite.h loyalty_sqlite loyalty_sqlite_static)
endif()

if(TARGET loyalty_tool)
  install(TARGETS loyalty_tool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES ${PROJECT_SOURCE_DIR}/examples/loyalty/loyalty.1
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 OPTIONAL)
endif()

configure_package_config_file(${PROJECT_SOURCE_DIR}/lib/cmake/loyalty-config.cmake.in
  ${PROJECT_BINARY_DIR}/lib/loyalty-config.cmake INSTALL_DESTINATION ${package_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lib/loyalty-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lib/loyalty-config.cmake
  ${PROJECT_BINARY_DIR}/lib/loyalty-config-version.cmake DESTINATION ${package_dir})
