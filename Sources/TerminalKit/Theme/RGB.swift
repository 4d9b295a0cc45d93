import Foundation

/// A colour as a terminal shows it, to compare with others.
public struct RGB: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  /// Makes a colour.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// What xterm shows for a number: its sixteen colours, the cube, the greys.
  public init(indexed number: UInt8) {
    switch number {
    case 0...15:
      let basic: [UInt32] = [
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
      ]
      let value = basic[Int(number)]
      self.init(red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xff), blue: UInt8(value & 0xff))
    case 16...231:
      let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
      let index = Int(number) - 16
      self.init(red: steps[index / 36], green: steps[index / 6 % 6], blue: steps[index % 6])
    default:
      let grey = UInt8(8 + 10 * (Int(number) - 232))
      self.init(red: grey, green: grey, blue: grey)
    }
  }

  /// The number of the nearest colour in a range of numbers.
  func nearest(in range: ClosedRange<UInt8>) -> UInt8 {
    let own = perceptual
    var best = (distance: Double.infinity, number: range.lowerBound)
    for number in range {
      let difference = own - Self.perceptualTable[Int(number)]
      let distance = (difference * difference).sum()
      if distance < best.distance { best = (distance, number) }
    }
    return best.number
  }

  private static let perceptualTable = (0...255).map { RGB(indexed: UInt8($0)).perceptual }

  /// Oklab: distances in it are what eyes see.
  private var perceptual: SIMD3<Double> {
    let r = Self.linear(red)
    let g = Self.linear(green)
    let b = Self.linear(blue)
    let l = cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b)
    let m = cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b)
    let s = cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b)
    return SIMD3(
      0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
      1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
      0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s)
  }

  /// The relative luminance of WCAG 2.
  var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  /// The contrast ratio of WCAG 2, from 1 to 21; text needs 4.5.
  public func contrast(with other: RGB) -> Double {
    let a = luminance
    let b = other.luminance
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func linear(_ channel: UInt8) -> Double { linearTable[Int(channel)] }

  private static let linearTable = (0...255).map { channel in
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
