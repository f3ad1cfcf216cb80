// A suite that fails with a message to look for.

exports.run = async () => {
  throw new Error('failing on purpose');
};
