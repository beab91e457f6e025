//! Scenes as PNG, drawn with the fonts of the crate: the same pixels wherever it runs.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::error::PlotError;
use crate::font::{BOLD, REGULAR, has};
use crate::picture::LARGEST;
use crate::scene::Scene;

/// Most pixels of a picture: 400 MB while it is drawn.
const MOST_PIXELS: f64 = 1e8;

impl Scene {
    /// The picture as PNG, `scale` pixels for each pixel of the scene: 2 for print and sharp
    /// screens.
    ///
    /// Characters that the fonts of the crate lack, such as Chinese ones or emoji, are drawn as
    /// empty boxes; an SVG shows them. [`not_in_png`](Self::not_in_png) lists them.
    ///
    /// # Errors
    ///
    /// [`PlotError::Size`] for more than 20,000 pixels a side or a hundred million in all, or a
    /// scale that is no number above 0; [`PlotError::Png`] when it cannot be drawn.
    pub fn png(&self, scale: f64) -> Result<Vec<u8>, PlotError> {
        let (width, height) = ((self.width * scale).ceil(), (self.height * scale).ceil());
        let is_fit = |side: f64| (1.0..=f64::from(LARGEST)).contains(&side);
        if !is_fit(width) || !is_fit(height) || width * height > MOST_PIXELS {
            return Err(PlotError::Size {
                width,
                height,
                largest: LARGEST,
            });
        }
        let failed = |reason: String| PlotError::Png { reason };
        let options = Options {
            font_family: "Redbead Sans".to_owned(),
            fontdb: fonts(),
            ..Options::default()
        };
        let tree =
            Tree::from_str(&self.svg(), &options).map_err(|error| failed(error.to_string()))?;
        let pixels = Pixmap::new(width as u32, height as u32);
        let mut pixels = pixels.ok_or_else(|| failed("no memory for its pixels".to_owned()))?;
        let transform = Transform::from_scale(scale as f32, scale as f32);
        resvg::render(&tree, transform, &mut pixels.as_mut());
        pixels
            .encode_png()
            .map_err(|error| failed(error.to_string()))
    }
}

impl Scene {
    /// The characters of its texts that the fonts of the crate lack, each once, in their order.
    #[must_use]
    pub fn not_in_png(&self) -> Vec<char> {
        let texts = self.texts.iter().flat_map(|text| text.text.chars());
        let lacking: BTreeSet<char> = texts.filter(|character| !has(*character)).collect();
        lacking.into_iter().collect()
    }
}

/// The fonts of the crate and no others.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        fonts.set_sans_serif_family("Redbead Sans");
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(load))
}
