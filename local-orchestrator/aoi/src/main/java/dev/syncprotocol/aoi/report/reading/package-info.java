/** A run folder as it lies on disk at one moment, read for people: whatever is not there yet is empty, never a failure. */
@NullMarked
package dev.syncprotocol.aoi.report.reading;

import org.jspecify.annotations.NullMarked;
