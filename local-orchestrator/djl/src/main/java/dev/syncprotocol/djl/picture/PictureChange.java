package dev.syncprotocol.djl.picture;

/** A change of a picture that keeps its size; drawn once for a sample and done to all its pictures. */
@FunctionalInterface
public interface PictureChange {
    /** Leaves pictures as they are. */
    PictureChange NONE = picture -> picture;

    /** The changed picture. */
    Raster of(Raster picture);

    /** This change, then another. */
    default PictureChange then(PictureChange next) {
        return picture -> next.of(of(picture));
    }
}
