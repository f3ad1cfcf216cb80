// A suite that fails with a known message.

exports.run = async () => {
  throw new Error('failing on purpose');
};
