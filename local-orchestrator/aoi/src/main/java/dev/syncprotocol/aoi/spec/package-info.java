/** The training and evaluation specification of a change classifier: {@code specs/baseline_spec.yaml} and what each phase derives from it. */
@NullMarked
package dev.syncprotocol.aoi.spec;

import org.jspecify.annotations.NullMarked;
