//! The images in photo records.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use personeel_client::types::Photo;

use crate::error::{Error, ErrorKind, Result};

/// The image in a [`Photo`].
#[doc(alias = "portrait")]
#[doc(alias = "picture")]
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    bytes: Vec<u8>,
}

/// The format of an image, detected from its first bytes because the service doesn't state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// BMP.
    Bmp,
    /// WebP.
    Webp,
    /// Any other format.
    Unknown,
}

impl Image {
    /// Decodes the image of a photo; `None` if the record has no image.
    ///
    /// # Errors
    ///
    /// `Decode` if the text is not valid base64.
    pub fn of(photo: &Photo) -> Result<Option<Self>> {
        let text = photo.photo.as_deref().map(str::trim).unwrap_or_default();
        if text.is_empty() || text == "null" {
            return Ok(None);
        }
        // Some encoders break lines.
        let decoded = if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
            BASE64.decode(text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<_>>())
        } else {
            BASE64.decode(text)
        };
        match decoded {
            Ok(bytes) => Ok(Some(Self { bytes })),
            Err(_) => Err(Error::new(ErrorKind::Decode, "the photo is not valid base64").with_path("photo")),
        }
    }

    /// Returns the bytes of the image file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the bytes of the image file without copying them.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Returns the format, detected from the first bytes.
    pub fn format(&self) -> ImageFormat {
        match self.bytes.as_slice() {
            [0xff, 0xd8, 0xff, ..] => ImageFormat::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => ImageFormat::Png,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => ImageFormat::Gif,
            [b'B', b'M', ..] => ImageFormat::Bmp,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ImageFormat::Webp,
            _ => ImageFormat::Unknown,
        }
    }
}

impl ImageFormat {
    /// Returns the file extension of this format, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Webp => "webp",
            Self::Unknown => "bin",
        }
    }

    /// Returns the media type of this format.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Bmp => "image/bmp",
            Self::Webp => "image/webp",
            Self::Unknown => "application/octet-stream",
        }
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image").field("format", &self.format()).field("bytes", &self.bytes.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(text: Option<&str>) -> Photo {
        serde_json::from_value(serde_json::json!({ "photo": text })).unwrap()
    }

    #[test]
    fn formats_are_detected_from_the_first_bytes() {
        for (text, format) in [
            ("/9j/4AAQSkZJRg==", ImageFormat::Jpeg),
            ("/9j/4AAQ\r\nSkZJRg==\n", ImageFormat::Jpeg),
            ("iVBORw0KGgo=", ImageFormat::Png),
            ("R0lGODlh", ImageFormat::Gif),
            ("Qk0AAA==", ImageFormat::Bmp),
            ("UklGRgAAAABXRUJQ", ImageFormat::Webp),
            ("AAAA", ImageFormat::Unknown),
        ] {
            assert_eq!(Image::of(&photo(Some(text))).unwrap().unwrap().format(), format, "{text}");
        }
    }

    #[test]
    fn no_photo_is_none_and_an_invalid_one_is_an_error_without_its_text() {
        for none in [None, Some(""), Some("  "), Some("null")] {
            assert_eq!(Image::of(&photo(none)).unwrap(), None);
        }
        let error = Image::of(&photo(Some("geheim!"))).unwrap_err();
        assert!(error.is_decode() && !error.to_string().contains("geheim"));
    }
}
