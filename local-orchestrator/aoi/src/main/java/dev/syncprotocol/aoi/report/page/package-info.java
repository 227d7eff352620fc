/** What stands on the report's page: figures and sentences made of a reading, each part a plain record its template shows. */
@NullMarked
package dev.syncprotocol.aoi.report.page;

import org.jspecify.annotations.NullMarked;
