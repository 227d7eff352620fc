/** Tables of typed columns as Parquet files, written and read through DuckDB; only in processes that have its driver. */
@NullMarked
package dev.syncprotocol.aoi.parquet;

import org.jspecify.annotations.NullMarked;
