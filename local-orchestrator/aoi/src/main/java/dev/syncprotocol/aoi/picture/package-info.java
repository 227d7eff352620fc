/** Pictures read and written: JPEG and PNG of one to four components, decoded to RGB. */
@NullMarked
package dev.syncprotocol.aoi.picture;

import org.jspecify.annotations.NullMarked;
