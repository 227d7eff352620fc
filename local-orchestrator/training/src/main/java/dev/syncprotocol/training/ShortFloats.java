package dev.syncprotocol.training;

/**
 * 16-bit floating numbers as model files hold them: IEEE 754 half precision (F16) and the upper half of a 32-bit float
 * (BF16). Widening is exact; narrowing rounds to nearest, ties to even.
 */
final class ShortFloats {
    private static final int HALF_EXPONENT_BIAS = 15;
    private static final int HALF_INFINITY = 0x7C00;
    private static final float HALF_OVERFLOW = 65520f;

    private ShortFloats() {}

    static float ofBrain(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    static short toBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    static float ofHalf(short bits) {
        int exponent = (bits >>> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        float magnitude;
        if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((float) fraction, 1 - HALF_EXPONENT_BIAS - 10);
        } else {
            magnitude = Math.scalb((float) (0x400 | fraction), exponent - HALF_EXPONENT_BIAS - 10);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    static short toHalf(float value) {
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | HALF_INFINITY | 0x200);
        }
        if (magnitude >= HALF_OVERFLOW) {
            return (short) (sign | HALF_INFINITY);
        }
        // Numbers below the smallest normal half all have its step; rint rounds ties to even.
        int exponent = Math.max(Math.getExponent(magnitude), 1 - HALF_EXPONENT_BIAS);
        int steps = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
        return (short) (sign | (((exponent + HALF_EXPONENT_BIAS - 1) << 10) + steps));
    }
}
