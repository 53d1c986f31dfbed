# Every construct that capnpc-warrant supports, for its tests.
@0xe0a5d6c7b8394a5b;

enum Colour {
  # What something looks like.
  red @0;                # like blood
  green @1;
  darkBlue @2;
}

struct All {
  # One field of each type.
  nothing @0 :Void;
  yes @1 :Bool;
  no @2 :Bool = true;    # true unless said otherwise
  i8 @3 :Int8;
  i16 @4 :Int16 = -3;
  i32 @5 :Int32;
  i64 @6 :Int64 = -9223372036854775808;
  u8 @7 :UInt8 = 255;
  u16 @8 :UInt16;
  u32 @9 :UInt32 = 7;
  u64 @10 :UInt64;
  colour @11 :Colour = green;
  text @12 :Text;
  data @13 :Data;
  inner @14 :Inner;
  bools @15 :List(Bool);
  i8s @16 :List(Int8);
  u16s @17 :List(UInt16);
  i32s @18 :List(Int32);
  u64s @19 :List(UInt64);
  colours @20 :List(Colour);
  texts @21 :List(Text);
  datas @22 :List(Data);
  inners @23 :List(Inner);
  place :group {
    # Where it is.
    x @24 :Int32;
    y @25 :Int32 = 5;
    union {
      name @26 :Text;
      number @27 :UInt16;
    }
  }

  struct Inner {
    # A structure inside another's name.
    value @0 :UInt32;
    union {
      none @1 :Void;     # nothing more
      small @2 :Int16 = 12;
      flag @3 :Bool;
      tint @4 :Colour;
      word @5 :Text;
      bytes @6 :Data;
      next @7 :Inner;
      many @8 :List(UInt32);
      pair :group {
        left @9 :UInt8;
        right @10 :Text;
      }
    }
  }
}

struct Older {
  # A structure as its first version knew it.
  first @0 :UInt32;
  label @1 :Text;
}

struct Newer {
  # The same structure, grown.
  first @0 :UInt32;
  label @1 :Text;
  second @2 :UInt64 = 77;
  more @3 :List(Older);
}

interface Empty @0xb7d9f3a15c2e4860 {
  # Has no method.
}

interface Service @0xa4c1e8f20b963d75 {
  # Has methods of every shape.
  nothing @0 () -> ();
  echo @1 Older -> All;                                   # parameters and results that are declared elsewhere
  one @2 (type :Text, n :Int64, e :Bool) -> (colour :Colour);
  two @3 (inner :Older, list :List(Older), func :Colour, others :List(Older)) -> (list :List(Older));
  bits @4 (data :Data) -> (bits :List(Bool));
}
