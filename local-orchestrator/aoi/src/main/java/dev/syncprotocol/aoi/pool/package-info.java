/** What mining searches: production samples and pre-generated pairs, paired, staged once, and watched for changes (specification §7.3, §8.6, §11.9). */
@NullMarked
package dev.syncprotocol.aoi.pool;

import org.jspecify.annotations.NullMarked;
